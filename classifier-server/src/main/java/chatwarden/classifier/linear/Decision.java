package chatwarden.classifier.linear;

import chatwarden.classifier.model.ClassProbabilities;
import java.util.ArrayList;
import java.util.List;

/** From scores to calibrated probabilities and a label, as {@link LinearWeights} defines them. */
final class Decision {
  private Decision() {}

  static ClassProbabilities of(LinearWeights weights, double[] scores) {
    List<String> labels = weights.labels();
    int best = 0;
    for (int k = 1; k < scores.length; k++) {
      double lead = scores[k] + weights.offsets().get(k);
      if (lead > scores[best] + weights.offsets().get(best)) {
        best = k;
      }
    }
    return new ClassProbabilities(labels, probabilities(weights, scores), labels.get(best));
  }

  private static List<Float> probabilities(LinearWeights weights, double[] scores) {
    double[] exponentials = new double[scores.length];
    double max = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < scores.length; k++) {
      exponentials[k] = weights.temperature() * scores[k] + weights.shifts().get(k);
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
