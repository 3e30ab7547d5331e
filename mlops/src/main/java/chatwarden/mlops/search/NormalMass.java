package chatwarden.mlops.search;

import java.util.SplittableRandom;
import smile.math.special.Erf;

/** The standard normal distribution between two bounds. */
final class NormalMass {
  private static final double SQRT2 = Math.sqrt(2);
  private static final double LOG_SQRT_2PI = Math.log(2 * Math.PI) / 2;

  private NormalMass() {}

  /** Returns the probability of values from {@code a} to {@code b}, exact in both tails. */
  static double between(double a, double b) {
    return a > 0 ? below(-a) - below(-b) : below(b) - below(a);
  }

  /** Returns the logarithm of the density at {@code z}. */
  static double logDensity(double z) {
    return -z * z / 2 - LOG_SQRT_2PI;
  }

  /** Returns a value from {@code a} to {@code b}, which are on both sides of 0. */
  static double draw(double a, double b, SplittableRandom random) {
    double share = below(a) + random.nextDouble() * between(a, b);
    return Math.clamp(-SQRT2 * Erf.inverfc(2 * share), a, b);
  }

  private static double below(double z) {
    return Erf.erfc(-z / SQRT2) / 2;
  }
}
