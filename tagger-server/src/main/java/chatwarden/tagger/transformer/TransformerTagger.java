package chatwarden.tagger.transformer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import chatwarden.tagger.model.SpanTagger;
import chatwarden.tagger.model.SpanTagging;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A tagger with a token classifier of any architecture, as Hugging Face's tools export it to ONNX.
 *
 * <p>A token is in a span if the labels of spans together are as likely as the threshold. A text
 * that is longer than the model reads goes through it in windows that overlap by a quarter, and a
 * token's likeliest window counts. It computes on the thread that calls it and is safe for use by
 * many threads at once.
 */
public final class TransformerTagger implements SpanTagger {

  /** The most tokens of a batch, padding included, unless one window alone has more. */
  private static final int BATCH_TOKENS = 2_048;

  private final HuggingFaceTokenizer tokenizer;
  private final TokenClassifier classifier;
  private final double threshold;

  private TransformerTagger(
      HuggingFaceTokenizer tokenizer, TokenClassifier classifier, double threshold) {
    this.tokenizer = tokenizer;
    this.classifier = classifier;
    this.threshold = threshold;
  }

  /**
   * Opens a model.
   *
   * @param model the ONNX file
   * @param tokenizer the {@code tokenizer.json} that it was made for
   * @param config the {@code config.json}, for its {@code id2label} and {@code
   *     max_position_embeddings}
   * @param threshold in (0, 1)
   * @throws IOException if one of them cannot be read, or they do not fit each other
   */
  public static TransformerTagger open(Path model, Path tokenizer, Path config, double threshold)
      throws IOException {
    if (!(threshold > 0 && threshold < 1)) {
      throw new IllegalArgumentException("threshold: " + threshold + " (expected: in (0, 1))");
    }
    SpanLabels labels = SpanLabels.read(config);
    TokenClassifier classifier = TokenClassifier.open(model, labels);
    try {
      HuggingFaceTokenizer read =
          HuggingFaceTokenizer.builder()
              .optTokenizerPath(tokenizer)
              .optAddSpecialTokens(true)
              .optPadding(false)
              .optTruncation(true)
              .optMaxLength(labels.maxTokens())
              .optStride(labels.maxTokens() / 4)
              .optWithOverflowingTokens(true)
              .build();
      return new TransformerTagger(read, classifier, threshold);
    } catch (IOException | RuntimeException e) {
      classifier.close();
      throw new IOException(tokenizer + ": no tokenizer: " + e.getMessage(), e);
    }
  }

  @Override
  public List<SpanTagging> tag(List<String> texts) {
    List<TokenWindow> windows = new ArrayList<>();
    List<MarkedTokens> marks = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      String text = wellFormed(texts.get(i));
      marks.add(new MarkedTokens(text.codePointCount(0, text.length())));
      if (!text.isBlank()) {
        Encoding encoding = tokenizer.encode(text);
        windows.add(new TokenWindow(i, encoding));
        for (Encoding more : encoding.getOverflowing()) {
          windows.add(new TokenWindow(i, more));
        }
      }
    }
    windows.sort(Comparator.comparing(TokenWindow::length).reversed());
    for (int from = 0; from < windows.size(); ) {
      int most = Math.max(1, BATCH_TOKENS / Math.max(1, windows.get(from).length()));
      int to = Math.min(windows.size(), from + most);
      read(windows.subList(from, to), marks);
      from = to;
    }
    return marks.stream().map(marked -> marked.tagging(threshold)).toList();
  }

  private void read(List<TokenWindow> windows, List<MarkedTokens> marks) {
    float[] scores = classifier.scores(windows);
    int longest = windows.getFirst().length();
    SpanLabels labels = classifier.labels();
    for (int w = 0; w < windows.size(); w++) {
      TokenWindow window = windows.get(w);
      CharSpan[] places = window.encoding().getCharTokenSpans();
      long[] special = window.encoding().getSpecialTokenMask();
      for (int t = 0; t < window.length(); t++) {
        CharSpan place = places[t];
        if (special[t] == 0 && place != null && place.getEnd() > place.getStart()) {
          int at = (w * longest + t) * labels.count();
          marks
              .get(window.text())
              .add(
                  place.getStart(),
                  place.getEnd(),
                  labels.inside(scores, at),
                  labels.begins(scores, at));
        }
      }
    }
  }

  /** The text with U+FFFD for lone surrogates, which no tokenizer takes: as many code points. */
  private static String wellFormed(String text) {
    StringBuilder formed = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(formed::appendCodePoint);
    return formed.toString();
  }

  @Override
  public void close() {
    tokenizer.close();
    classifier.close();
  }
}
