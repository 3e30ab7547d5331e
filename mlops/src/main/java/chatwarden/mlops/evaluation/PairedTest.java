package chatwarden.mlops.evaluation;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Compares two models on the same texts by a paired bootstrap: both are scored on the same draws,
 * so that what makes a draw hard or easy cancels out.
 *
 * @param difference the figure of the candidate less that of the other
 * @param interval the 95 % interval of the difference
 * @param pNotBetter the share of draws in which the candidate is not better, in [0, 1]
 */
public record PairedTest(double difference, Evaluation.Interval interval, double pNotBetter) {
  private static final int RESAMPLES = 2000;

  /**
   * Compares the macro-F1 of labels.
   *
   * @param candidate the labels that the candidate gives
   * @param other the labels that the other gives
   * @param truth the right labels
   * @param classes how many classes there are
   * @param seed for the draws
   */
  public static PairedTest ofLabels(
      int[] candidate, int[] other, int[] truth, int classes, long seed) {
    if (truth.length == 0 || candidate.length != truth.length || other.length != truth.length) {
      throw new IllegalArgumentException(
          "labels: %d and %d (expected: %d, at least 1)"
              .formatted(candidate.length, other.length, truth.length));
    }
    SplittableRandom random = new SplittableRandom(seed);
    double[] differences = new double[RESAMPLES];
    for (int sample = 0; sample < RESAMPLES; sample++) {
      int[][] first = new int[classes][classes];
      int[][] second = new int[classes][classes];
      for (int i = 0; i < truth.length; i++) {
        int drawn = random.nextInt(truth.length);
        first[truth[drawn]][candidate[drawn]]++;
        second[truth[drawn]][other[drawn]]++;
      }
      differences[sample] = MacroF1.of(first) - MacroF1.of(second);
    }
    double difference =
        MacroF1.of(MacroF1.confusion(candidate, truth, classes))
            - MacroF1.of(MacroF1.confusion(other, truth, classes));
    return of(difference, differences);
  }

  /**
   * Compares the means of scores.
   *
   * @param candidate the score of the candidate on each text
   * @param other the score of the other on the same texts
   * @param seed for the draws
   */
  public static PairedTest ofMeans(double[] candidate, double[] other, long seed) {
    if (candidate.length == 0 || candidate.length != other.length) {
      throw new IllegalArgumentException(
          "scores: %d and %d (expected: as many of both, at least 1)"
              .formatted(candidate.length, other.length));
    }
    SplittableRandom random = new SplittableRandom(seed);
    double[] differences = new double[RESAMPLES];
    for (int sample = 0; sample < RESAMPLES; sample++) {
      double sum = 0;
      for (int i = 0; i < candidate.length; i++) {
        int drawn = random.nextInt(candidate.length);
        sum += candidate[drawn] - other[drawn];
      }
      differences[sample] = sum / candidate.length;
    }
    double difference =
        (Arrays.stream(candidate).sum() - Arrays.stream(other).sum()) / candidate.length;
    return of(difference, differences);
  }

  private static PairedTest of(double difference, double[] draws) {
    long notBetter = Arrays.stream(draws).filter(draw -> draw <= 0).count();
    Arrays.sort(draws);
    return new PairedTest(difference, Bootstrap.interval(draws), (double) notBetter / RESAMPLES);
  }

  /** Returns whether the candidate is significantly worse: all of the interval is below 0. */
  public boolean worse() {
    return interval.high() < 0;
  }

  /** Returns the difference with its interval. */
  public String shown() {
    return String.format(
        Locale.ROOT, "%.4f [%.4f, %.4f]", difference, interval.low(), interval.high());
  }
}
