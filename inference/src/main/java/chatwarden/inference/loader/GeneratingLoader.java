package chatwarden.inference.loader;

import chatwarden.inference.edit.EditingRewriter;
import chatwarden.inference.generate.GeneratingRewriter;
import chatwarden.inference.generate.GenerationSettings;
import chatwarden.inference.onnx.ExternalData;
import chatwarden.inference.rewriter.Rewriter;
import chatwarden.repository.ModelFiles;
import chatwarden.repository.ModelId;
import chatwarden.repository.ModelLoader;
import chatwarden.runtime.error.FaultCode;
import java.util.List;

/**
 * Opens exported language models as rewriters, of the formats {@code onnx-seq2seq} and {@code
 * onnx-causal-lm}: files as Hugging Face's Optimum exports them, with past states; {@code tiers} is
 * the rewriter that guards and ranks. Settings: {@code prompt}, by default the text alone ({@code
 * {text}}, with {@code \\n} for a line break), {@code decoding} ({@code greedy}, {@code beam} or
 * {@code sampling}), {@code candidates}, {@code max-new-tokens}, {@code max-prompt-tokens}, {@code
 * temperature}, {@code top-p}, {@code seed}.
 */
final class GeneratingLoader implements ModelLoader<Rewriter> {

  private final String format;
  private final boolean sequence;
  private final EditingLoader ranker;

  /**
   * A loader.
   *
   * @param sequence whether the models are encoders and decoders; else causal language models
   * @param ranker opens the rewriter that ranks
   */
  GeneratingLoader(String format, boolean sequence, EditingLoader ranker) {
    this.format = format;
    this.sequence = sequence;
    this.ranker = ranker;
  }

  @Override
  public String format() {
    return format;
  }

  @Override
  public Rewriter open(ModelFiles files) throws Exception {
    List<String> needed =
        sequence ? GeneratingRewriter.SEQUENCE_FILES : GeneratingRewriter.CAUSAL_FILES;
    for (String file : needed) {
      files.path(file);
      if (file.endsWith(".onnx")) {
        ExternalData.requireListed(files::path, file);
      }
    }
    GenerationSettings settings =
        GenerationSettings.read(files.path("config.json"), files.manifest().settings(), sequence);
    List<ModelId> tiers = files.manifest().tiers();
    ModelFiles tier = tiers.size() == 1 ? files.tier(tiers.getFirst()) : null;
    if (tier == null || !tier.manifest().format().equals(ranker.format())) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "MODEL_BROKEN",
          "tiers: %s (expected: one model of the format %s)".formatted(tiers, ranker.format()));
    }
    EditingRewriter ranking = ranker.open(tier);
    try {
      return GeneratingRewriter.open(files.directory(), settings, ranking);
    } catch (Exception e) {
      ranking.close();
      throw e;
    }
  }

  @Override
  public void warm(Rewriter model, List<String> texts) {
    ranker.warm(model, texts);
  }
}
