package chatwarden.inference.cascade;

import java.util.List;

/**
 * Turns the scores of one language into calibrated probabilities: the softmax of {@code bias(k) + Σ
 * weight(i) · ln P(i, k)} over the inputs i. Immutable.
 *
 * @param inputs the numbers of the inputs among the evidence
 * @param weights one for each input
 * @param biases one for each class
 * @param offsets what a class's logarithm gains when the label is decided
 */
record LanguageRule(
    List<Integer> inputs, List<Double> weights, List<Double> biases, List<Double> offsets) {

  LanguageRule {
    inputs = List.copyOf(inputs);
    weights = List.copyOf(weights);
    biases = List.copyOf(biases);
    offsets = List.copyOf(offsets);
    if (inputs.isEmpty() || weights.size() != inputs.size()) {
      throw new IllegalArgumentException(
          "weights: %d (expected: one for each of %d inputs, at least one)"
              .formatted(weights.size(), inputs.size()));
    }
    if (offsets.size() != biases.size()) {
      throw new IllegalArgumentException(
          "offsets: %d (expected: %d, one for each class)"
              .formatted(offsets.size(), biases.size()));
    }
  }

  /** Returns the probabilities of the classes by {@code evidence}, logarithms by input. */
  double[] probabilities(double[][] evidence) {
    double[] scores = new double[biases.size()];
    double top = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < scores.length; k++) {
      scores[k] = biases.get(k);
      for (int i = 0; i < inputs.size(); i++) {
        scores[k] += weights.get(i) * evidence[inputs.get(i)][k];
      }
      top = Math.max(top, scores[k]);
    }
    double sum = 0;
    for (int k = 0; k < scores.length; k++) {
      scores[k] = Math.exp(scores[k] - top);
      sum += scores[k];
    }
    for (int k = 0; k < scores.length; k++) {
      scores[k] /= sum;
    }
    return scores;
  }
}
