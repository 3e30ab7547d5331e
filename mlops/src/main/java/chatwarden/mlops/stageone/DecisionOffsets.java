package chatwarden.mlops.stageone;

import chatwarden.mlops.evaluation.MacroF1;

/**
 * Finds what to add to the scores of the rarer classes so that the labels have the highest macro-F1
 * on texts that the scoring model did not see. A grid is searched; each point is judged by the mean
 * of its neighbourhood, so that no lucky peak wins. The grid is laid over the calibrated scores, so
 * that it is as wide and as fine whatever the scale of the scores.
 */
final class DecisionOffsets {
  private static final double FROM = -1.5;
  private static final double STEP = 0.1;
  private static final int POINTS = 46;
  private static final int NEIGHBOURHOOD = 2;

  private DecisionOffsets() {}

  /** Returns the offset of every class; the first is 0. Scores are of three classes. */
  static double[] search(double[][] scores, int[] truth, Calibration calibration) {
    double[] offsets = search(calibration.scale(scores), truth);
    for (int k = 0; k < offsets.length; k++) {
      offsets[k] = (offsets[k] + calibration.shifts()[k]) / calibration.temperature();
    }
    return offsets;
  }

  private static double[] search(double[][] scores, int[] truth) {
    double[][] values = new double[POINTS][POINTS];
    for (int a = 0; a < POINTS; a++) {
      for (int b = 0; b < POINTS; b++) {
        values[a][b] = macroF1(scores, truth, offsets(a, b));
      }
    }
    double best = -1;
    double[] offsets = new double[3];
    for (int a = 0; a < POINTS; a++) {
      for (int b = 0; b < POINTS; b++) {
        double value = neighbourhood(values, a, b);
        if (value > best) {
          best = value;
          offsets = offsets(a, b);
        }
      }
    }
    return offsets;
  }

  static double macroF1(double[][] scores, int[] truth, double[] offsets) {
    int[] given = new int[truth.length];
    for (int i = 0; i < given.length; i++) {
      for (int k = 1; k < offsets.length; k++) {
        if (scores[i][k] + offsets[k] > scores[i][given[i]] + offsets[given[i]]) {
          given[i] = k;
        }
      }
    }
    return MacroF1.of(MacroF1.confusion(given, truth, offsets.length));
  }

  private static double[] offsets(int a, int b) {
    return new double[] {0, FROM + a * STEP, FROM + b * STEP};
  }

  private static double neighbourhood(double[][] values, int a, int b) {
    double sum = 0;
    int count = 0;
    for (int i = a - NEIGHBOURHOOD; i <= a + NEIGHBOURHOOD; i++) {
      for (int j = b - NEIGHBOURHOOD; j <= b + NEIGHBOURHOOD; j++) {
        if (i >= 0 && j >= 0 && i < POINTS && j < POINTS) {
          sum += values[i][j];
          count++;
        }
      }
    }
    return sum / count;
  }
}
