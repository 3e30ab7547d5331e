package chatwarden.mlops.stagetwo;

import java.util.BitSet;

/**
 * The measure that ViHOS and SemEval-2021 task 5 publish: F1 over the marked code points of one
 * text, 1 if both sides mark nothing, 0 if only one does. A set's figure is the mean of its texts.
 */
final class SpanF1 {

  private SpanF1() {}

  static double of(BitSet answer, BitSet truth) {
    if (answer.isEmpty() || truth.isEmpty()) {
      return answer.isEmpty() && truth.isEmpty() ? 1 : 0;
    }
    BitSet hits = (BitSet) answer.clone();
    hits.and(truth);
    return 2.0 * hits.cardinality() / (answer.cardinality() + truth.cardinality());
  }
}
