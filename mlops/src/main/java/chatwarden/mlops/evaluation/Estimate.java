package chatwarden.mlops.evaluation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * A mean of scores and its 95 % bootstrap interval (percentiles of the means of resampled texts).
 *
 * @param count the number of texts, at least 0
 * @param mean in [0, 1]; NaN without texts
 * @param low the lower end of the interval
 * @param high its upper end
 */
public record Estimate(int count, double mean, double low, double high) {

  private static final int RESAMPLES = 2000;

  /** Returns the estimate of {@code values}, resampled from {@code seed} on. */
  public static Estimate of(double[] values, long seed) {
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

  /** Returns the mean with its interval. */
  public String shown() {
    return String.format(Locale.ROOT, "%.4f [%.4f, %.4f]", mean, low, high);
  }
}
