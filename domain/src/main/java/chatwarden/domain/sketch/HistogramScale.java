package chatwarden.domain.sketch;

/** The range of a histogram, cut into {@link Histogram#BINS} equal bins. */
public enum HistogramScale {
  /** Numbers in [0, 1]. */
  UNIT(1.0 / Histogram.BINS),
  /** Whole numbers from 0, each with a bin of its own; the last bin has all that are greater. */
  WHOLE(1);

  private final double width;

  HistogramScale(double width) {
    this.width = width;
  }

  /** Returns the width of a bin. */
  public double width() {
    return width;
  }

  /**
   * Returns the bin of a value.
   *
   * @param value a number in [0, 1], or at least 0 for {@link #WHOLE}
   */
  public int bin(double value) {
    if (!(value >= 0) || this == UNIT && value > 1) {
      throw new IllegalArgumentException(
          "value: " + value + " (expected: " + (this == UNIT ? "in [0, 1]" : ">= 0") + ")");
    }
    return (int) Math.min(Histogram.BINS - 1, value / width);
  }

  /** Returns the least value of a bin. */
  public double lower(int bin) {
    return bin * width;
  }
}
