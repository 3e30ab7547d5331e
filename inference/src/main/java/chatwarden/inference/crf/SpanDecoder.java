package chatwarden.inference.crf;

import chatwarden.inference.tagger.SpanTagging;
import chatwarden.inference.tagger.TaggedSpan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Chooses the spans that promise the highest F1 over code points, where a text without a span
 * counts 1 if it is rightly left clean and else 0 (the measure that ViHOS and SemEval-2021 task 5
 * publish).
 *
 * <p>The candidates are the empty answer, worth the probability that the text is clean, and the
 * likeliest code points in falling order, worth twice the expected number of hits over the size of
 * the answer plus the expected size of the truth (as in Jansche, "A maximum expected utility
 * framework for binary sequence labeling", 2007). The gap between two tokens is as likely as that
 * the second continues the span of the first: so neighbours join into one phrase over a space, or
 * stay two spans, as the annotators had it.
 *
 * <p>{@code cleanOdds} multiplies the odds of a clean text: above 1 where clean texts are more
 * common than where the CRF was trained. One thread at a time.
 */
public final class SpanDecoder {

  private final double cleanOdds;
  private int[] starts = new int[0];
  private int[] ends = new int[0];
  private float[] probabilities = new float[0];
  private long[] order = new long[0];
  private int units;

  /**
   * @param cleanOdds positive and finite
   */
  public SpanDecoder(double cleanOdds) {
    if (!(cleanOdds > 0 && cleanOdds < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "cleanOdds: " + cleanOdds + " (expected: positive and finite)");
    }
    this.cleanOdds = cleanOdds;
  }

  /** What the odds of a clean text are multiplied by. */
  public double cleanOdds() {
    return cleanOdds;
  }

  /** The best spans of {@code text}, given what {@code marginals} says of its tokens. */
  public SpanTagging decode(TokenizedText text, TokenMarginals marginals) {
    double clean = marginals.clean();
    double weighted = clean * cleanOdds;
    double dirty = 1 - clean;
    double empty = weighted / (weighted + dirty);
    if (empty >= 0.5) {
      // No answer can be worth more than the probability that there is a span at all.
      return SpanTagging.clean();
    }
    fill(text, marginals, dirty);
    int chosen = choose(empty);
    return chosen == 0
        ? SpanTagging.clean()
        : SpanTagging.of(spans(chosen, dirty), text.codePoints());
  }

  /**
   * Lists tokens and the gaps between them, with their probabilities given that there is a span.
   */
  private void fill(TokenizedText text, TokenMarginals marginals, double dirty) {
    int tokens = text.count();
    if (starts.length < 2 * tokens) {
      int size = Math.max(64, 3 * tokens);
      starts = new int[size];
      ends = new int[size];
      probabilities = new float[size];
      order = new long[size];
    }
    units = 0;
    for (int t = 0; t < tokens; t++) {
      if (t > 0 && text.start(t) > text.end(t - 1)) {
        add(text.end(t - 1), text.start(t), marginals.inside(t) / dirty);
      }
      add(text.start(t), text.end(t), (marginals.begin(t) + marginals.inside(t)) / dirty);
    }
  }

  private void add(int start, int end, double probability) {
    starts[units] = start;
    ends[units] = end;
    probabilities[units] = (float) Math.clamp(probability, 0, 1);
    // Sorts by falling probability, then by place: bits of a float in [0, 1] sort as it does.
    order[units] = (long) -Float.floatToIntBits(probabilities[units]) << 32 | units;
    units++;
  }

  /** How many of the likeliest units to answer with. */
  private int choose(double empty) {
    Arrays.sort(order, 0, units);
    double expected = 0;
    for (int i = 0; i < units; i++) {
      expected += (double) probabilities[i] * (ends[i] - starts[i]);
    }
    double best = empty;
    int chosen = 0;
    double hits = 0;
    int size = 0;
    for (int k = 0; k < units; k++) {
      int i = (int) order[k];
      int length = ends[i] - starts[i];
      hits += (double) probabilities[i] * length;
      size += length;
      double worth = (1 - empty) * 2 * hits / (size + expected);
      if (worth > best) {
        best = worth;
        chosen = k + 1;
      }
    }
    return chosen;
  }

  /** The chosen units in the order of the text, those that touch joined. */
  private List<TaggedSpan> spans(int chosen, double dirty) {
    int[] places = new int[chosen];
    for (int k = 0; k < chosen; k++) {
      places[k] = (int) order[k];
    }
    Arrays.sort(places);
    List<TaggedSpan> spans = new ArrayList<>();
    int start = -1;
    int end = -1;
    double mass = 0;
    for (int i : places) {
      if (starts[i] != end) {
        if (end > start) {
          spans.add(span(start, end, mass * dirty));
        }
        start = starts[i];
        mass = 0;
      }
      end = ends[i];
      mass += (double) probabilities[i] * (ends[i] - starts[i]);
    }
    spans.add(span(start, end, mass * dirty));
    return spans;
  }

  private static TaggedSpan span(int start, int end, double mass) {
    return new TaggedSpan(start, end, (float) Math.clamp(mass / (end - start), 0, 1));
  }
}
