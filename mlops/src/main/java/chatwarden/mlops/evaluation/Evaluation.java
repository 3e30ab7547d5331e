package chatwarden.mlops.evaluation;

import chatwarden.inference.classifier.ClassProbabilities;
import java.util.ArrayList;
import java.util.List;

/**
 * The figures of one model on one set of texts.
 *
 * @param labels the classes
 * @param confusion how many texts of class {@code i} were given the label {@code j}: {@code
 *     confusion.get(i).get(j)}
 * @param accuracy the share of texts with the right label, in [0, 1]
 * @param classF1 the F1 of each class; 0 for a class that is neither present nor given
 * @param macroF1 their mean
 * @param macroF1Interval the 95 % bootstrap interval of {@code macroF1}
 * @param calibrationError the expected calibration error of the most probable class, 15 bins of
 *     equal width
 * @param offensiveCalibrationError the same of the offensive probability
 * @param accuracyInterval the 95 % bootstrap interval of {@code accuracy}
 * @param classF1Intervals the same of each class's F1
 * @param curves the precision over the recall of each class, by its probability
 * @param averagePrecision the area under each of these curves
 * @param reliability how often the label of the highest probability is right, by that probability
 */
public record Evaluation(
    List<String> labels,
    List<List<Integer>> confusion,
    double accuracy,
    List<Double> classF1,
    double macroF1,
    Interval macroF1Interval,
    double calibrationError,
    double offensiveCalibrationError,
    Interval accuracyInterval,
    List<Interval> classF1Intervals,
    List<List<CurvePoint>> curves,
    List<Double> averagePrecision,
    List<ReliabilityBin> reliability) {
  public Evaluation {
    labels = List.copyOf(labels);
    classF1Intervals = List.copyOf(classF1Intervals);
    curves = curves.stream().map(List::copyOf).toList();
    averagePrecision = List.copyOf(averagePrecision);
    reliability = List.copyOf(reliability);
    confusion = confusion.stream().map(List::copyOf).toList();
    classF1 = List.copyOf(classF1);
  }

  /** A range of values, both ends included. */
  public record Interval(double low, double high) {}

  /** A point of a curve of precision over recall, both in [0, 1]. */
  public record CurvePoint(double recall, double precision) {}

  /**
   * The texts whose highest probability is in one range.
   *
   * @param probability the mean of their highest probabilities
   * @param share the share of them whose most probable class is the right one
   * @param count how many they are, at least 1
   */
  public record ReliabilityBin(double probability, double share, int count) {}

  /**
   * Scores answers.
   *
   * @param answers what the model said, of at least one text
   * @param truth the index of the right class of each
   * @param seed for the bootstrap
   */
  public static Evaluation of(List<ClassProbabilities> answers, int[] truth, long seed) {
    if (answers.isEmpty() || answers.size() != truth.length) {
      throw new IllegalArgumentException(
          "answers: " + answers.size() + " (expected: " + truth.length + ", at least 1)");
    }
    List<String> labels = answers.getFirst().labels();
    int[] given = answers.stream().mapToInt(a -> labels.indexOf(a.label())).toArray();
    int[][] confusion = MacroF1.confusion(given, truth, labels.size());
    List<Double> classF1 = new ArrayList<>();
    for (int k = 0; k < labels.size(); k++) {
      classF1.add(MacroF1.ofClass(confusion, k));
    }
    int right = 0;
    List<List<Integer>> table = new ArrayList<>();
    for (int k = 0; k < labels.size(); k++) {
      right += confusion[k][k];
      table.add(java.util.Arrays.stream(confusion[k]).boxed().toList());
    }
    Bootstrap bootstrap = new Bootstrap(given, truth, labels.size(), seed);
    List<Interval> classF1Intervals = new ArrayList<>();
    List<List<CurvePoint>> curves = new ArrayList<>();
    for (int k = 0; k < labels.size(); k++) {
      int own = k;
      classF1Intervals.add(bootstrap.interval(drawn -> MacroF1.ofClass(drawn, own)));
      curves.add(AveragePrecision.curve(answers, truth, k));
    }
    CalibrationError topClass = CalibrationError.ofTopClass(answers, truth);
    return new Evaluation(
        labels,
        table,
        (double) right / truth.length,
        classF1,
        MacroF1.of(confusion),
        bootstrap.interval(MacroF1::of),
        topClass.value(),
        CalibrationError.ofOffensive(answers, truth).value(),
        bootstrap.interval(drawn -> trace(drawn) / truth.length),
        classF1Intervals,
        curves,
        curves.stream().map(AveragePrecision::area).toList(),
        topClass.bins());
  }

  private static double trace(int[][] confusion) {
    double right = 0;
    for (int k = 0; k < confusion.length; k++) {
      right += confusion[k][k];
    }
    return right;
  }
}
