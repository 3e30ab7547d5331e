package chatwarden.bridge.rollout;

/**
 * A share with its interval of 99 %, by Wilson (1927).
 *
 * @param share the share itself; 0 of none
 * @param low the lower end, in [0, 1]
 * @param high the upper end, in [0, 1]
 * @param count of how many
 */
record ShareInterval(double share, double low, double high, long count) {

  /** The quantile of the normal distribution for 99 %, two-sided. */
  static final double Z = 2.5758;

  /** Returns the interval of {@code hits} of {@code count}. */
  static ShareInterval of(long hits, long count) {
    if (hits < 0 || hits > count) {
      throw new IllegalArgumentException("hits: " + hits + " (expected: in [0, " + count + "])");
    }
    if (count == 0) {
      return new ShareInterval(0, 0, 1, 0);
    }
    double share = (double) hits / count;
    double square = Z * Z / count;
    double middle = (share + square / 2) / (1 + square);
    double half = Z / (1 + square) * Math.sqrt(share * (1 - share) / count + square / (4 * count));
    return new ShareInterval(
        share, hits == 0 ? 0 : middle - half, hits == count ? 1 : middle + half, count);
  }
}
