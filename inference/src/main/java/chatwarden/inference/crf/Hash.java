package chatwarden.inference.crf;

/** 64-bit hashes of words and of features made from them; the finaliser is that of SplitMix64. */
final class Hash {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Hash() {}

  /** Spreads every bit of {@code z} over all bits. */
  static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }

  /** Appends {@code value} to the running hash {@code hash}. */
  static long append(long hash, long value) {
    return (hash ^ value) * 0x9FB21C651E98DF25L + Long.rotateLeft(hash, 23) + GOLDEN;
  }

  /** The feature of kind {@code kind} with one value. */
  static long feature(int kind, long value) {
    return mix(value + kind * GOLDEN);
  }

  /** The feature of kind {@code kind} with two values in this order. */
  static long feature(int kind, long left, long right) {
    return mix(append(left + kind * GOLDEN, right));
  }
}
