package chatwarden.mlops.stagetwo;

import chatwarden.inference.crf.CrfWeights;
import chatwarden.inference.crf.Lattice;
import chatwarden.inference.crf.TextFeatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Fits the weights of {@link chatwarden.inference.crf.TextScorer}: a logistic regression that
 * separates texts with a span from those without. The same texts in the same order give the same
 * weights.
 */
final class TextLevelPrior implements Lbfgs.Objective {

  private static final int MIN_COUNT = 2;
  private static final double L2 = 0.05;
  private static final int ITERATIONS = 60;
  private static final double TOLERANCE = 1e-5;

  private final long[] features;
  private final int[][] ids;
  private final double[] scales;
  private final boolean[] bearing;
  private final double[] weights;

  private TextLevelPrior(List<AnnotatedText> texts, int certain, double share) {
    long[][] hashes = new long[texts.size()][];
    this.scales = new double[hashes.length];
    this.bearing = new boolean[hashes.length];
    this.weights = new double[hashes.length];
    Arrays.fill(weights, share);
    Arrays.fill(weights, 0, certain, 1);
    TextFeatures reader = new TextFeatures();
    Map<Long, Integer> counts = new HashMap<>();
    for (int i = 0; i < hashes.length; i++) {
      reader.read(texts.get(i).text());
      hashes[i] = new long[reader.size()];
      for (int k = 0; k < hashes[i].length; k++) {
        hashes[i][k] = reader.hash(k);
        counts.merge(hashes[i][k], 1, Integer::sum);
      }
      scales[i] = 1 / Math.sqrt(Math.max(1, hashes[i].length));
      bearing[i] = !texts.get(i).marked().isEmpty();
    }
    this.features =
        counts.entrySet().stream()
            .filter(entry -> entry.getValue() >= MIN_COUNT)
            .mapToLong(Map.Entry::getKey)
            .sorted()
            .toArray();
    this.ids = new int[hashes.length][];
    for (int i = 0; i < ids.length; i++) {
      ids[i] =
          Arrays.stream(hashes[i])
              .mapToInt(hash -> Arrays.binarySearch(features, hash))
              .filter(id -> id >= 0)
              .toArray();
    }
  }

  /** The weights that fit {@code texts} best. */
  static CrfWeights fit(List<AnnotatedText> texts) {
    return fit(texts, List.of(), 1);
  }

  /** As {@link #fit(List)}, with further texts of which each counts {@code share} times. */
  static CrfWeights fit(List<AnnotatedText> texts, List<AnnotatedText> further, double share) {
    List<AnnotatedText> all = new ArrayList<>(texts);
    all.addAll(further);
    TextLevelPrior objective = new TextLevelPrior(all, texts.size(), share);
    int n = objective.features.length;
    double[] point = new double[n + 1];
    new Lbfgs(objective.bend()).minimize(objective, point, ITERATIONS, TOLERANCE);
    double[] weights = new double[2 * n + 9];
    for (int f = 0; f < n; f++) {
      weights[2 * f] = point[f];
    }
    weights[2 * n + Lattice.BEGIN] = point[n];
    return CrfWeights.of(objective.features, weights, 1);
  }

  private double[] bend() {
    double[] bend = new double[features.length + 1];
    Arrays.fill(bend, L2);
    for (int i = 0; i < ids.length; i++) {
      for (int id : ids[i]) {
        bend[id] += weights[i] * scales[i] * scales[i] / 8;
      }
      bend[features.length] += weights[i] / 8;
    }
    return bend;
  }

  /**
   * Half of L2 times the squared weights (not the last, which is of no feature), and the losses.
   */
  @Override
  public double evaluate(double[] point, double[] gradient) {
    int n = features.length;
    double value = 0;
    for (int f = 0; f < n; f++) {
      gradient[f] = L2 * point[f];
      value += L2 / 2 * point[f] * point[f];
    }
    gradient[n] = 0;
    for (int i = 0; i < ids.length; i++) {
      double sum = 0;
      for (int id : ids[i]) {
        sum += point[id];
      }
      double score = sum * scales[i] + point[n];
      double wrong = bearing[i] ? -score : score;
      double loss = wrong > 0 ? wrong + Math.log1p(Math.exp(-wrong)) : Math.log1p(Math.exp(wrong));
      value += weights[i] * loss;
      double slope = weights[i] * (bearing[i] ? -1 : 1) / (1 + Math.exp(-wrong));
      for (int id : ids[i]) {
        gradient[id] += slope * scales[i];
      }
      gradient[n] += slope;
    }
    return value;
  }
}
