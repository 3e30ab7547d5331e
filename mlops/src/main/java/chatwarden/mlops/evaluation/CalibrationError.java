package chatwarden.mlops.evaluation;

import chatwarden.inference.classifier.ClassProbabilities;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How far probabilities are from frequencies: the mean gap over bins, weighted by their size. */
final class CalibrationError {
  private static final int BINS = 15;

  private final double[] probability = new double[BINS];
  private final int[] hits = new int[BINS];
  private final int[] counts = new int[BINS];
  private int total;

  private CalibrationError() {}

  static CalibrationError ofTopClass(List<ClassProbabilities> answers, int[] truth) {
    CalibrationError error = new CalibrationError();
    for (int i = 0; i < truth.length; i++) {
      List<Float> probabilities = answers.get(i).probabilities();
      float top = Collections.max(probabilities);
      error.add(top, probabilities.indexOf(top) == truth[i]);
    }
    return error;
  }

  static CalibrationError ofOffensive(List<ClassProbabilities> answers, int[] truth) {
    CalibrationError error = new CalibrationError();
    for (int i = 0; i < truth.length; i++) {
      int clean = answers.get(i).labels().indexOf(ClassProbabilities.CLEAN);
      error.add(answers.get(i).offensiveProbability(), truth[i] != clean);
    }
    return error;
  }

  private void add(double value, boolean hit) {
    int bin = Math.min(BINS - 1, (int) (value * BINS));
    probability[bin] += value;
    hits[bin] += hit ? 1 : 0;
    counts[bin]++;
    total++;
  }

  double value() {
    double gap = 0;
    for (int bin = 0; bin < BINS; bin++) {
      gap += Math.abs(probability[bin] - hits[bin]);
    }
    return gap / total;
  }

  /** Returns the bins that hold anything, probabilities rising. */
  List<Evaluation.ReliabilityBin> bins() {
    List<Evaluation.ReliabilityBin> bins = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      if (counts[bin] > 0) {
        bins.add(
            new Evaluation.ReliabilityBin(
                probability[bin] / counts[bin], (double) hits[bin] / counts[bin], counts[bin]));
      }
    }
    return bins;
  }
}
