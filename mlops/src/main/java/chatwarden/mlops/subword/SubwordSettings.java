package chatwarden.mlops.subword;

/**
 * How embeddings are learned.
 *
 * @param buckets how many embeddings features share, a power of two
 * @param dimensions the length of an embedding
 * @param epochs how often every text is seen
 * @param rate the size of the first steps; it falls to 0
 * @param decay how much an embedding that is touched shrinks, times the rate
 */
public record SubwordSettings(int buckets, int dimensions, int epochs, float rate, float decay) {
  public SubwordSettings {
    if (buckets < 2 || Integer.bitCount(buckets) != 1) {
      throw new IllegalArgumentException("buckets: " + buckets + " (expected: a power of two)");
    }
    if (dimensions < 1 || epochs < 1 || !(rate > 0) || !(decay >= 0)) {
      throw new IllegalArgumentException(
          "dimensions, epochs, rate, decay: %d, %d, %s, %s (expected: positive; decay >= 0)"
              .formatted(dimensions, epochs, rate, decay));
    }
  }

  /** The settings of the shipped models. */
  public static SubwordSettings standard() {
    return new SubwordSettings(1 << 17, 16, 12, 0.1f, 1e-3f);
  }
}
