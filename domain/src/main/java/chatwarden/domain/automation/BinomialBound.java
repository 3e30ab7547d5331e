package chatwarden.domain.automation;

/**
 * The exact distribution of the number of hits among independent draws, and the upper bound of the
 * share that it leaves possible (C. J. Clopper and E. S. Pearson, "The use of confidence or
 * fiducial limits illustrated in the case of the binomial", Biometrika 26, 1934).
 */
final class BinomialBound {

  /** Halves the interval of a share to below the precision of a double. */
  private static final int HALVINGS = 60;

  private BinomialBound() {}

  /**
   * Returns the logarithm of the probability of at most {@code hits} hits.
   *
   * @param draws at least {@code hits}
   * @param share the probability of a hit, in [0, 1]
   */
  static double logAtMost(long hits, long draws, double share) {
    if (hits < 0 || draws < hits) {
      throw new IllegalArgumentException(
          "hits: " + hits + " of " + draws + " draws (expected: 0 to the number of draws)");
    }
    if (hits == draws || share <= 0) {
      return 0;
    }
    if (share >= 1) {
      return Double.NEGATIVE_INFINITY;
    }
    double odds = Math.log(share) - Math.log1p(-share);
    double term = draws * Math.log1p(-share);
    double sum = term;
    for (long i = 0; i < hits; i++) {
      term += Math.log((double) (draws - i) / (i + 1)) + odds;
      sum = logSum(sum, term);
    }
    return Math.min(sum, 0);
  }

  private static double logSum(double a, double b) {
    double high = Math.max(a, b);
    return high + Math.log1p(Math.exp(Math.min(a, b) - high));
  }

  /**
   * Returns the greatest share with which at most {@code hits} hits have a probability of {@code
   * error}: the share is not greater, with a confidence of 1 − {@code error}. 1 without draws.
   */
  static double upper(long hits, long draws, double error) {
    if (hits == draws) {
      return 1;
    }
    double logError = Math.log(error);
    double low = 0;
    double high = 1;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (logAtMost(hits, draws, middle) > logError) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }
}
