package chatwarden.inference.transformer;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The labels of a token classifier, as the {@code id2label} of its {@code config.json} names them.
 *
 * <p>Outside of spans is {@code O}, {@code OUTSIDE}, {@code NONE}, {@code CLEAN} or {@code
 * LABEL_0}; {@code B-…} begins a span, and every other label is of a span. Immutable.
 */
final class SpanLabels {

  private static final Set<String> OUTSIDE = Set.of("O", "OUTSIDE", "NONE", "CLEAN", "LABEL_0");

  private final int count;
  private final BitSet outside = new BitSet();
  private final BitSet begin = new BitSet();

  private SpanLabels(List<String> names) {
    this.count = names.size();
    for (int id = 0; id < count; id++) {
      String upper = names.get(id).toUpperCase(Locale.ROOT);
      outside.set(id, OUTSIDE.contains(upper));
      begin.set(id, upper.startsWith("B-"));
    }
  }

  /**
   * The labels of these names, in the order of their scores.
   *
   * @throws IOException if none or all of them are outside of spans
   */
  static SpanLabels of(List<String> names) throws IOException {
    SpanLabels labels = new SpanLabels(names);
    int spans = labels.count - labels.outside.cardinality();
    if (labels.outside.isEmpty() || spans == 0) {
      throw new IOException("id2label: " + names + " (expected: O, and labels of spans)");
    }
    return labels;
  }

  /** The number of labels. */
  int count() {
    return count;
  }

  /** The probability that a token is in a span, by the scores of its labels from {@code at} on. */
  double inside(float[] scores, int at) {
    double top = scores[at + top(scores, at)];
    double all = 0;
    double spans = 0;
    for (int label = 0; label < count; label++) {
      double weight = Math.exp(scores[at + label] - top);
      all += weight;
      spans += outside.get(label) ? 0 : weight;
    }
    return spans / all;
  }

  /** Whether the likeliest label of a span, by the same scores, begins one. */
  boolean begins(float[] scores, int at) {
    int best = -1;
    for (int label = 0; label < count; label++) {
      if (!outside.get(label) && (best < 0 || scores[at + label] > scores[at + best])) {
        best = label;
      }
    }
    return begin.get(best);
  }

  private int top(float[] scores, int at) {
    int best = 0;
    for (int label = 1; label < count; label++) {
      best = scores[at + label] > scores[at + best] ? label : best;
    }
    return best;
  }
}
