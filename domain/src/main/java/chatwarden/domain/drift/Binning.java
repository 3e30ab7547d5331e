package chatwarden.domain.drift;

import chatwarden.domain.sketch.Histogram;
import chatwarden.domain.sketch.HistogramScale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * The bins in which two histograms are compared: those of Evidently 0.7 for the same values. Where
 * the reference has more than {@value #FEW} different values, equal bins over the range of both, as
 * many as Sturges' formula gives; else a bin for each value of either.
 */
final class Binning {
  /** Up to so many different values of the reference are compared value by value. */
  static final int FEW = 20;

  private final List<Integer> values;
  private final double[] edges;

  private Binning(List<Integer> values, double[] edges) {
    this.values = values;
    this.edges = edges;
  }

  /** Returns the bins for a reference and a current window. */
  static Binning of(Histogram reference, Histogram current) {
    if (reference.counts().size() <= FEW) {
      TreeSet<Integer> values = new TreeSet<>(reference.counts().keySet());
      values.addAll(current.counts().keySet());
      return new Binning(List.copyOf(values), new double[0]);
    }
    double min = Math.min(reference.min(), current.min());
    double max = Math.max(reference.max(), current.max());
    double width = (max - min) / (log2(reference.count() + current.count()) + 1);
    if (reference.scale() == HistogramScale.WHOLE) {
      width = Math.max(1, width);
    }
    double[] edges = new double[(int) Math.ceil((max - min) / width) + 1];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = min + (max - min) * i / (edges.length - 1);
    }
    return new Binning(List.of(), edges);
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }

  /** Returns the names of the bins, in order. */
  List<String> names(HistogramScale scale) {
    List<String> names = new ArrayList<>();
    values.forEach(bin -> names.add(shown(scale, scale.lower(bin))));
    for (int i = 1; i < edges.length; i++) {
      names.add(shown(scale, edges[i - 1]) + " – " + shown(scale, edges[i]));
    }
    return names;
  }

  private static String shown(HistogramScale scale, double value) {
    return String.format(Locale.ROOT, scale == HistogramScale.WHOLE ? "%.0f" : "%.3f", value);
  }

  /**
   * Returns how many values of a histogram are in each bin. Values of a bin of the histogram are
   * taken as spread evenly over it.
   */
  double[] counts(Histogram histogram) {
    return edges.length == 0 ? byValue(histogram) : byRange(histogram);
  }

  private double[] byValue(Histogram histogram) {
    double[] counts = new double[values.size()];
    Arrays.setAll(counts, i -> histogram.counts().getOrDefault(values.get(i), 0L));
    return counts;
  }

  private double[] byRange(Histogram histogram) {
    double[] counts = new double[edges.length - 1];
    for (Map.Entry<Integer, Long> entry : histogram.counts().entrySet()) {
      double lower = histogram.lower(entry.getKey());
      double upper = histogram.upper(entry.getKey());
      int bin = binOf(lower);
      if (upper <= lower) {
        counts[bin] += entry.getValue();
      }
      for (double from = lower; from < upper; bin++) {
        double to = bin == counts.length - 1 ? upper : Math.min(upper, edges[bin + 1]);
        counts[bin] += entry.getValue() * (to - from) / (upper - lower);
        from = to;
      }
    }
    return counts;
  }

  /** Returns the bin of a value: each has its lower edge, the last its upper edge too. */
  private int binOf(double value) {
    int at = Arrays.binarySearch(edges, value);
    int bin = at >= 0 ? at : -at - 2;
    return Math.clamp(bin, 0, edges.length - 2);
  }
}
