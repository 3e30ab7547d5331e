package chatwarden.mlops.evaluation;

import chatwarden.inference.classifier.ClassProbabilities;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The area under the curve of precision over recall, as average precision: the sum over thresholds
 * of precision times the gain in recall. Texts of equal probability count as one step.
 */
final class AveragePrecision {
  private AveragePrecision() {}

  /** Returns the points of the curve of class {@code k}, recall rising; empty without the class. */
  static List<Evaluation.CurvePoint> curve(List<ClassProbabilities> answers, int[] truth, int k) {
    int[] order =
        IntStream.range(0, truth.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -answers.get(i).probabilities().get(k)))
            .mapToInt(Integer::intValue)
            .toArray();
    int positives = (int) IntStream.of(truth).filter(label -> label == k).count();
    List<Evaluation.CurvePoint> points = new ArrayList<>();
    int hits = 0;
    for (int i = 0; i < order.length && positives > 0; i++) {
      hits += truth[order[i]] == k ? 1 : 0;
      boolean last = i + 1 == order.length;
      if (last || probability(answers, order[i + 1], k) < probability(answers, order[i], k)) {
        points.add(new Evaluation.CurvePoint((double) hits / positives, (double) hits / (i + 1)));
      }
    }
    return points;
  }

  /** Returns the area under a curve; 0 for one without points. */
  static double area(List<Evaluation.CurvePoint> curve) {
    double area = 0;
    double recall = 0;
    for (Evaluation.CurvePoint point : curve) {
      area += (point.recall() - recall) * point.precision();
      recall = point.recall();
    }
    return area;
  }

  private static float probability(List<ClassProbabilities> answers, int i, int k) {
    return answers.get(i).probabilities().get(k);
  }
}
