package chatwarden.mlops.stagetwo;

import chatwarden.inference.crf.CrfWeights;
import java.util.List;

/**
 * Fits a CRF. The same texts in the same order give the same weights, bit by bit.
 *
 * @param minCount how often a feature must stand in the training set to get a weight
 * @param l2 the strength of the pull of all weights to 0
 * @param iterations the most steps of L-BFGS
 */
record CrfTraining(int minCount, double l2, int iterations) {

  private static final double TOLERANCE = 1e-5;

  CrfTraining {
    if (minCount < 1) {
      throw new IllegalArgumentException("minCount: " + minCount + " (expected: >= 1)");
    }
    if (!(l2 > 0)) {
      throw new IllegalArgumentException("l2: " + l2 + " (expected: > 0)");
    }
    if (iterations < 1) {
      throw new IllegalArgumentException("iterations: " + iterations + " (expected: >= 1)");
    }
  }

  /** The weights that fit {@code texts} best, with even odds of a clean text. */
  CrfWeights fit(List<SpanLabelledText> texts) {
    FeatureIndex index = FeatureIndex.of(texts, minCount);
    CrfObjective objective = new CrfObjective(texts, index, l2);
    double[] point = new double[objective.dimension()];
    new Lbfgs(objective.bend()).minimize(objective, point, iterations, TOLERANCE);
    return CrfWeights.of(index.features(), point, 1);
  }
}
