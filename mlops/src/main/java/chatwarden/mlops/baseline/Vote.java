package chatwarden.mlops.baseline;

import chatwarden.inference.classifier.ClassProbabilities;
import java.util.ArrayList;
import java.util.List;

/**
 * The vote of several learners: the class that most of them find most probable, of equally many the
 * one with the higher mean probability. The probabilities are the means.
 */
final class Vote {
  private Vote() {}

  /**
   * Votes on every text.
   *
   * @param said what each learner said of every text: its probability of each class
   */
  static List<ClassProbabilities> of(List<String> labels, List<double[][]> said) {
    List<ClassProbabilities> votes = new ArrayList<>();
    for (int text = 0; text < said.getFirst().length; text++) {
      double[] mean = new double[labels.size()];
      double[] votesAndMean = new double[labels.size()];
      for (double[][] one : said) {
        votesAndMean[highest(one[text])] += 1;
        for (int k = 0; k < mean.length; k++) {
          mean[k] += one[text][k] / said.size();
        }
      }
      List<Float> probabilities = new ArrayList<>();
      for (int k = 0; k < mean.length; k++) {
        // A mean is at most 1: it decides between equal numbers only.
        votesAndMean[k] += mean[k] / 2;
        probabilities.add((float) mean[k]);
      }
      votes.add(new ClassProbabilities(labels, probabilities, labels.get(highest(votesAndMean))));
    }
    return votes;
  }

  /** The place of the highest value, the first of equal ones. */
  static int highest(double[] values) {
    int best = 0;
    for (int k = 1; k < values.length; k++) {
      best = values[k] > values[best] ? k : best;
    }
    return best;
  }
}
