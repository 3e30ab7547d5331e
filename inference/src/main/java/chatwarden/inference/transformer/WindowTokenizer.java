package chatwarden.inference.transformer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import chatwarden.text.WellFormed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@code tokenizer.json} that reads texts in windows of at most as many tokens as the model
 * reads; the windows of a longer text overlap by a quarter. Safe for use by many threads at once.
 */
public final class WindowTokenizer implements AutoCloseable {

  private static final int OVERLAP = 4;

  private final HuggingFaceTokenizer tokenizer;

  private WindowTokenizer(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /**
   * Opens a tokenizer.
   *
   * @throws IOException if the file is not a tokenizer
   */
  public static WindowTokenizer open(Path file, int maxTokens) throws IOException {
    try {
      return new WindowTokenizer(
          HuggingFaceTokenizer.builder()
              .optTokenizerPath(file)
              .optAddSpecialTokens(true)
              .optPadding(false)
              .optTruncation(true)
              .optMaxLength(maxTokens)
              .optStride(maxTokens / OVERLAP)
              .optWithOverflowingTokens(true)
              .build());
    } catch (IOException | RuntimeException e) {
      throw new IOException(file + ": no tokenizer: " + e.getMessage(), e);
    }
  }

  /** Returns the windows of every text, in the order of the texts; none of a blank text. */
  public List<TokenWindow> windows(List<String> texts) {
    List<TokenWindow> windows = new ArrayList<>(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      String text = WellFormed.of(texts.get(i));
      if (!text.isBlank()) {
        Encoding encoding = tokenizer.encode(text);
        windows.add(new TokenWindow(i, encoding));
        for (Encoding more : encoding.getOverflowing()) {
          windows.add(new TokenWindow(i, more));
        }
      }
    }
    return windows;
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
