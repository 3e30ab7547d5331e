package chatwarden.inference.generate;

import chatwarden.inference.edit.EditingRewriter;
import chatwarden.inference.rewriter.RewriteCandidate;
import chatwarden.inference.rewriter.Rewriter;
import chatwarden.inference.rewriter.Rewriting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Rewrites texts by prompting a language model and reranking its answers (prompt and rerank, Suzgun
 * et al., 2022): an exported model generates, and another rewriter guards and ranks.
 */
public final class GeneratingRewriter implements Rewriter {
  /** The name of the method in candidates. */
  static final String METHOD = "generation";

  /** The files of an encoder and decoder. */
  public static final List<String> SEQUENCE_FILES =
      List.of(SequenceModel.ENCODER, SequenceModel.DECODER, TextGenerator.TOKENIZER, "config.json");

  /** The files of a causal language model. */
  public static final List<String> CAUSAL_FILES =
      List.of(CausalModel.FILE, TextGenerator.TOKENIZER, "config.json");

  private final TextGenerator generator;
  private final EditingRewriter ranker;

  private GeneratingRewriter(TextGenerator generator, EditingRewriter ranker) {
    this.generator = generator;
    this.ranker = ranker;
  }

  /**
   * Opens the model in {@code folder}.
   *
   * @param ranker guards and ranks; closed by {@link #close}
   * @throws IOException if a file is missing, or they do not fit each other
   */
  public static GeneratingRewriter open(
      Path folder, GenerationSettings settings, EditingRewriter ranker) throws IOException {
    TokenModel model =
        settings.sequence()
            ? SequenceModel.open(folder, settings.start())
            : CausalModel.open(folder);
    try {
      return new GeneratingRewriter(TextGenerator.open(folder, model, settings), ranker);
    } catch (IOException | RuntimeException e) {
      model.close();
      throw e;
    }
  }

  @Override
  public Rewriting rewrite(String text, String language, Consumer<RewriteCandidate> found) {
    return ranker.rank(
        text,
        language,
        () ->
            generator.generate(text).stream()
                .map(form -> RewriteCandidate.found(form, METHOD))
                .toList(),
        found);
  }

  @Override
  public void close() {
    generator.close();
    ranker.close();
  }
}
