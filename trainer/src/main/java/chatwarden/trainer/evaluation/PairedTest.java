package chatwarden.trainer.evaluation;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Compares the labels of two models on the same texts by a paired bootstrap: both are scored on the
 * same draws, so that what makes a draw hard or easy cancels out.
 *
 * @param difference the macro-F1 of the candidate less that of the other
 * @param interval the 95 % interval of the difference
 * @param pNotBetter the share of draws in which the candidate is not better, in [0, 1]
 */
public record PairedTest(double difference, Evaluation.Interval interval, double pNotBetter) {
  private static final int RESAMPLES = 2000;

  /**
   * Compares.
   *
   * @param candidate the labels that the candidate gives
   * @param other the labels that the other gives
   * @param truth the right labels
   * @param classes how many classes there are
   * @param seed for the draws
   */
  public static PairedTest of(int[] candidate, int[] other, int[] truth, int classes, long seed) {
    if (truth.length == 0 || candidate.length != truth.length || other.length != truth.length) {
      throw new IllegalArgumentException(
          "labels: %d and %d (expected: %d, at least 1)"
              .formatted(candidate.length, other.length, truth.length));
    }
    SplittableRandom random = new SplittableRandom(seed);
    double[] differences = new double[RESAMPLES];
    int notBetter = 0;
    for (int sample = 0; sample < RESAMPLES; sample++) {
      int[][] first = new int[classes][classes];
      int[][] second = new int[classes][classes];
      for (int i = 0; i < truth.length; i++) {
        int drawn = random.nextInt(truth.length);
        first[truth[drawn]][candidate[drawn]]++;
        second[truth[drawn]][other[drawn]]++;
      }
      differences[sample] = MacroF1.of(first) - MacroF1.of(second);
      notBetter += differences[sample] <= 0 ? 1 : 0;
    }
    Arrays.sort(differences);
    double difference =
        MacroF1.of(MacroF1.confusion(candidate, truth, classes))
            - MacroF1.of(MacroF1.confusion(other, truth, classes));
    return new PairedTest(
        difference, Bootstrap.interval(differences), (double) notBetter / RESAMPLES);
  }

  /** Returns whether the candidate is significantly worse: all of the interval is below 0. */
  public boolean worse() {
    return interval.high() < 0;
  }
}
