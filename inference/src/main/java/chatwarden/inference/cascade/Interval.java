package chatwarden.inference.cascade;

/**
 * A bin of offensive probabilities, from {@code from}, included, to {@code to}; the last bin
 * includes 1.
 */
record Interval(double from, double to) {

  Interval {
    if (!(from >= 0 && from < to && to <= 1)) {
      throw new IllegalArgumentException(
          "interval: %s to %s (expected: 0 <= from < to <= 1)".formatted(from, to));
    }
  }

  boolean contains(double probability) {
    return probability >= from && (probability < to || to == 1);
  }
}
