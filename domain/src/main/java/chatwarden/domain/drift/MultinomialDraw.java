package chatwarden.domain.drift;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Draws how many of {@code n} values fall into each bin: one binomial number after the other. Large
 * ones are drawn from the normal distribution.
 */
final class MultinomialDraw {
  /** From this variance on the normal distribution is close enough. */
  private static final double NORMAL = 25;

  private MultinomialDraw() {}

  /**
   * Draws from the distribution that {@code weights} are in proportion to.
   *
   * @param n how many values, at least 0
   */
  static double[] of(double[] weights, long n, RandomGenerator random) {
    double[] drawn = new double[weights.length];
    double left = Arrays.stream(weights).sum();
    long rest = n;
    for (int i = 0; i < weights.length && rest > 0; i++) {
      long count = weights[i] >= left ? rest : binomial(rest, weights[i] / left, random);
      drawn[i] = count;
      rest -= count;
      left -= weights[i];
    }
    return drawn;
  }

  private static long binomial(long n, double p, RandomGenerator random) {
    if (p > 0.5) {
      return n - binomial(n, 1 - p, random);
    }
    double variance = n * p * (1 - p);
    if (variance > NORMAL) {
      long drawn = Math.round(n * p + Math.sqrt(variance) * random.nextGaussian());
      return Math.clamp(drawn, 0L, n);
    }
    return p <= 0 ? 0 : byGaps(n, p, random);
  }

  /** The number of successes, found by the failures between them: as many steps as successes. */
  private static long byGaps(long n, double p, RandomGenerator random) {
    double scale = Math.log1p(-p);
    long successes = -1;
    double at = 0;
    while (at <= n) {
      at += Math.floor(Math.log(1 - random.nextDouble()) / scale) + 1;
      successes++;
    }
    return successes;
  }
}
