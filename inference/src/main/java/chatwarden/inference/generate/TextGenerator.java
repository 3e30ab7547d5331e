package chatwarden.inference.generate;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import chatwarden.text.WellFormed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Generates texts by an exported model and its tokenizer. Safe for any number of threads. */
final class TextGenerator implements AutoCloseable {
  static final String TOKENIZER = "tokenizer.json";

  private final HuggingFaceTokenizer tokenizer;
  private final TokenModel model;
  private final GenerationSettings settings;

  private TextGenerator(
      HuggingFaceTokenizer tokenizer, TokenModel model, GenerationSettings settings) {
    this.tokenizer = tokenizer;
    this.model = model;
    this.settings = settings;
  }

  /**
   * Opens a generator.
   *
   * @param model closed by {@link #close}
   * @throws IOException if the folder has no tokenizer
   */
  static TextGenerator open(Path folder, TokenModel model, GenerationSettings settings)
      throws IOException {
    Path file = folder.resolve(TOKENIZER);
    try {
      return new TextGenerator(
          HuggingFaceTokenizer.builder()
              .optTokenizerPath(file)
              .optAddSpecialTokens(settings.sequence())
              .optPadding(false)
              .optTruncation(true)
              .optMaxLength(settings.maxPromptTokens())
              .build(),
          model,
          settings);
    } catch (IOException | RuntimeException e) {
      throw new IOException(file + ": not a tokenizer: " + e.getMessage(), e);
    }
  }

  /** Returns different texts that follow the prompt of {@code text}, each without line breaks. */
  List<String> generate(String text) {
    String prompt = settings.prompt().replace(GenerationSettings.TEXT, text);
    long[] ids = tokenizer.encode(WellFormed.of(prompt)).getIds();
    if (ids.length == 0) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (Generated generated : decoded(ids)) {
      long[] tokens = generated.tokens().stream().mapToLong(Long::longValue).toArray();
      String line = firstLine(tokenizer.decode(tokens, true));
      if (!line.isEmpty() && !texts.contains(line)) {
        texts.add(line);
      }
    }
    return texts;
  }

  private List<Generated> decoded(long[] prompt) {
    Decoding decoding = settings.decoding();
    return switch (settings.method()) {
      case GREEDY -> List.of(decoding.greedy(model, prompt));
      case BEAM -> decoding.beams(model, prompt, settings.candidates());
      case SAMPLING ->
          decoding.samples(
              model,
              prompt,
              settings.candidates(),
              settings.temperature(),
              settings.share(),
              settings.seed());
    };
  }

  private static String firstLine(String text) {
    return text.strip().lines().findFirst().orElse("").strip();
  }

  @Override
  public void close() {
    model.close();
    tokenizer.close();
  }
}
