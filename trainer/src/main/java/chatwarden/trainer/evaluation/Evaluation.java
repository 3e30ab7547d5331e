package chatwarden.trainer.evaluation;

import chatwarden.classifier.model.ClassProbabilities;
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
 */
public record Evaluation(
    List<String> labels,
    List<List<Integer>> confusion,
    double accuracy,
    List<Double> classF1,
    double macroF1,
    Interval macroF1Interval,
    double calibrationError,
    double offensiveCalibrationError) {
  public Evaluation {
    labels = List.copyOf(labels);
    confusion = confusion.stream().map(List::copyOf).toList();
    classF1 = List.copyOf(classF1);
  }

  /** A range of values, both ends included. */
  public record Interval(double low, double high) {}

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
    return new Evaluation(
        labels,
        table,
        (double) right / truth.length,
        classF1,
        MacroF1.of(confusion),
        MacroF1.interval(given, truth, labels.size(), seed),
        CalibrationError.ofTopClass(answers, truth),
        CalibrationError.ofOffensive(answers, truth));
  }
}
