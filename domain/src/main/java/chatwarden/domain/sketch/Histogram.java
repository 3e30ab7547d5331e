package chatwarden.domain.sketch;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many values fall into each of {@value #BINS} equal bins, and the least and the greatest of
 * them. So many bins suffice to work out other bins and distances of distributions from it.
 *
 * @param scale the range of the bins
 * @param counts the counts of the bins that have any, by their number from 0, each positive
 * @param min the least value; 0 where there is none
 * @param max the greatest value; 0 where there is none
 */
public record Histogram(
    HistogramScale scale, SortedMap<Integer, Long> counts, double min, double max)
    implements ColumnCounts {

  /** The number of bins. */
  public static final int BINS = 4_096;

  /** Copies the counts, and moves the extremes into the bins that they belong to. */
  public Histogram {
    requireNonNull(scale, "scale");
    counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    counts.forEach(Histogram::requirePositive);
    if (counts.isEmpty()) {
      min = 0;
      max = 0;
    } else {
      if (counts.firstKey() < 0 || counts.lastKey() >= BINS) {
        throw new IllegalArgumentException(
            "bins: %d to %d (expected: in [0, %d))"
                .formatted(counts.firstKey(), counts.lastKey(), BINS));
      }
      min = within(scale, counts.firstKey(), min);
      max = within(scale, counts.lastKey(), max);
    }
  }

  /** Extremes are kept apart from the counts, so that a crash may leave one of them behind. */
  private static double within(HistogramScale scale, int bin, double value) {
    double lower = scale.lower(bin);
    return scale == HistogramScale.WHOLE
        ? lower
        : Math.clamp(value, lower, Math.min(1, lower + scale.width()));
  }

  static void requirePositive(Object name, long count) {
    if (count <= 0) {
      throw new IllegalArgumentException("counts[" + name + "]: " + count + " (expected: > 0)");
    }
  }

  /** Returns the histogram of some values. */
  public static Histogram of(HistogramScale scale, double... values) {
    SortedMap<Integer, Long> counts = new TreeMap<>();
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      counts.merge(scale.bin(value), 1L, Long::sum);
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    return new Histogram(scale, counts, min, max);
  }

  /** Returns the sum of several of one scale. */
  public static Histogram sum(HistogramScale scale, Collection<Histogram> parts) {
    SortedMap<Integer, Long> sum = new TreeMap<>();
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (Histogram part : parts) {
      if (part.scale != scale) {
        throw new IllegalArgumentException("scale: " + part.scale + " (expected: " + scale + ")");
      }
      part.counts.forEach((bin, count) -> sum.merge(bin, count, Long::sum));
      if (!part.counts.isEmpty()) {
        min = Math.min(min, part.min);
        max = Math.max(max, part.max);
      }
    }
    return new Histogram(scale, sum, min, max);
  }

  @Override
  public long count() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns the mean of the values, each taken as the middle of its part of the bin. */
  public double mean() {
    double sum = 0;
    for (var entry : counts.entrySet()) {
      sum += entry.getValue() * (lower(entry.getKey()) + upper(entry.getKey())) / 2;
    }
    return sum / Math.max(1, count());
  }

  /** Returns the standard deviation of the values, taken as {@link #mean} takes them. */
  public double deviation() {
    double mean = mean();
    double squares = 0;
    for (var entry : counts.entrySet()) {
      double off = (lower(entry.getKey()) + upper(entry.getKey())) / 2 - mean;
      squares += entry.getValue() * off * off;
    }
    return Math.sqrt(squares / Math.max(1, count()));
  }

  /** Returns the least value that a bin can have, within {@link #min} and {@link #max}. */
  public double lower(int bin) {
    return Math.clamp(scale.lower(bin), min, max);
  }

  /** Returns the greatest value that a bin can have, within {@link #min} and {@link #max}. */
  public double upper(int bin) {
    double upper = scale == HistogramScale.WHOLE ? scale.lower(bin) : scale.lower(bin + 1);
    return Math.clamp(upper, min, max);
  }
}
