package chatwarden.trainer.tagging;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/**
 * How well a tagger does on a set of annotated texts, as {@link SpanF1} counts it.
 *
 * @param all on every text
 * @param bearing on those with at least one span
 * @param single on those with exactly one
 * @param multi on those with two and more
 * @param clean on those with none
 */
public record SpanMetrics(
    Estimate all, Estimate bearing, Estimate single, Estimate multi, Estimate clean) {

  private static final int RESAMPLES = 2000;

  /**
   * A mean and its 95 % bootstrap interval (percentiles of the means of resampled texts).
   *
   * @param count the number of texts, at least 0
   * @param mean in [0, 1]; NaN without texts
   * @param low the lower end of the interval
   * @param high its upper end
   */
  public record Estimate(int count, double mean, double low, double high) {

    static Estimate of(double[] values, long seed) {
      int n = values.length;
      if (n == 0) {
        return new Estimate(0, Double.NaN, Double.NaN, Double.NaN);
      }
      Random random = new Random(seed);
      double[] means = new double[RESAMPLES];
      for (int r = 0; r < RESAMPLES; r++) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
          sum += values[random.nextInt(n)];
        }
        means[r] = sum / n;
      }
      Arrays.sort(means);
      return new Estimate(
          n,
          Arrays.stream(values).sum() / n,
          means[(int) (0.025 * RESAMPLES)],
          means[(int) (0.975 * RESAMPLES) - 1]);
    }
  }

  /**
   * The figures of {@code scores}.
   *
   * @param scores the F1 of each of {@code texts}
   */
  static SpanMetrics of(List<AnnotatedText> texts, double[] scores, long seed) {
    return new SpanMetrics(
        estimate(texts, scores, seed, text -> true),
        estimate(texts, scores, seed, AnnotatedText::bearing),
        estimate(texts, scores, seed, text -> text.runs() == 1),
        estimate(texts, scores, seed, text -> text.runs() > 1),
        estimate(texts, scores, seed, text -> !text.bearing()));
  }

  private static Estimate estimate(
      List<AnnotatedText> texts, double[] scores, long seed, Predicate<AnnotatedText> of) {
    double[] chosen = new double[scores.length];
    int count = 0;
    for (int i = 0; i < scores.length; i++) {
      if (of.test(texts.get(i))) {
        chosen[count++] = scores[i];
      }
    }
    return Estimate.of(Arrays.copyOf(chosen, count), seed);
  }

  /** What {@link #all} would be if the share {@code bearingShare} of the texts bore spans. */
  double allAt(double bearingShare) {
    return bearingShare * bearing.mean() + (1 - bearingShare) * clean.mean();
  }
}
