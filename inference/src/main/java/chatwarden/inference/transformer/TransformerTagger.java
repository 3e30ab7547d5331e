package chatwarden.inference.transformer;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import chatwarden.inference.tagger.SpanTagger;
import chatwarden.inference.tagger.SpanTagging;
import java.io.IOException;
import java.nio.file.Path;
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

  private final ExportedModel model;
  private final SpanLabels labels;
  private final double threshold;

  private TransformerTagger(ExportedModel model, SpanLabels labels, double threshold) {
    this.model = model;
    this.labels = labels;
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
    ExportConfig facts = ExportConfig.read(config);
    SpanLabels labels;
    try {
      labels = SpanLabels.of(facts.labels());
    } catch (IOException e) {
      throw new IOException(config + ": " + e.getMessage(), e);
    }
    return new TransformerTagger(
        ExportedModel.open(model, tokenizer, facts, ExportedModel.Scored.TOKENS),
        labels,
        threshold);
  }

  @Override
  public List<SpanTagging> tag(List<String> texts) {
    List<MarkedTokens> marks =
        texts.stream()
            .map(text -> new MarkedTokens(text.codePointCount(0, text.length())))
            .toList();
    model.score(texts, (window, scores, at) -> mark(window, scores, at, marks));
    return marks.stream().map(marked -> marked.tagging(threshold)).toList();
  }

  private void mark(TokenWindow window, float[] scores, int at, List<MarkedTokens> marks) {
    CharSpan[] places = window.encoding().getCharTokenSpans();
    long[] special = window.encoding().getSpecialTokenMask();
    for (int t = 0; t < window.length(); t++) {
      CharSpan place = places[t];
      if (special[t] == 0 && place != null && place.getEnd() > place.getStart()) {
        int token = at + t * labels.count();
        marks
            .get(window.text())
            .add(
                place.getStart(),
                place.getEnd(),
                labels.inside(scores, token),
                labels.begins(scores, token));
      }
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
