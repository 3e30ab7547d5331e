package chatwarden.inference.classifier;

import java.util.ArrayList;
import java.util.List;

/**
 * From scores to calibrated probabilities and a label. The probabilities are the softmax of {@code
 * temperature · score(k) + shift(k)}; the label is the class with the highest {@code score(k) +
 * offset(k)}. Immutable.
 *
 * @param labels the classes
 * @param temperature scales scores before the softmax; positive
 * @param shifts what calibration adds to the scaled score of each class
 * @param offsets what the decision adds to the score of each class
 */
public record DecisionRule(
    List<String> labels, double temperature, List<Double> shifts, List<Double> offsets) {
  public DecisionRule {
    labels = List.copyOf(labels);
    shifts = List.copyOf(shifts);
    offsets = List.copyOf(offsets);
    if (!(temperature > 0)) {
      throw new IllegalArgumentException("temperature: " + temperature + " (expected: > 0)");
    }
    if (shifts.size() != labels.size() || offsets.size() != labels.size()) {
      throw new IllegalArgumentException(
          "shifts and offsets: %d and %d (expected: %d each)"
              .formatted(shifts.size(), offsets.size(), labels.size()));
    }
  }

  /** Returns what {@code scores}, one a class, come to. */
  public ClassProbabilities decide(double[] scores) {
    int best = 0;
    for (int k = 1; k < scores.length; k++) {
      if (scores[k] + offsets.get(k) > scores[best] + offsets.get(best)) {
        best = k;
      }
    }
    return new ClassProbabilities(labels, probabilities(scores), labels.get(best));
  }

  private List<Float> probabilities(double[] scores) {
    double[] exponentials = new double[scores.length];
    double max = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < scores.length; k++) {
      exponentials[k] = temperature * scores[k] + shifts.get(k);
      max = Math.max(max, exponentials[k]);
    }
    double sum = 0;
    for (int k = 0; k < scores.length; k++) {
      exponentials[k] = Math.exp(exponentials[k] - max);
      sum += exponentials[k];
    }
    List<Float> probabilities = new ArrayList<>(scores.length);
    for (double exponential : exponentials) {
      probabilities.add((float) (exponential / sum));
    }
    return probabilities;
  }
}
