package chatwarden.domain.drift;

import chatwarden.domain.sketch.Histogram;
import chatwarden.domain.sketch.HistogramScale;
import java.util.Arrays;
import java.util.TreeSet;

/**
 * Distances of distributions, defined as in Evidently 0.7. Distributions are given by the counts of
 * the same bins.
 */
final class Divergence {
  /** What takes the place of an empty bin's share, unless a bin has less. */
  private static final double FILL = 1e-4;

  private static final double SMALLER = 1e-6;

  /** The least standard deviation by which a distance is divided. */
  private static final double LEAST_DEVIATION = 1e-3;

  private Divergence() {}

  /**
   * Returns the Jensen–Shannon distance by natural logarithms, in [0, 0.8326]: the square root of
   * the divergence.
   */
  static double jensenShannon(double[] reference, double[] current) {
    double referenceSum = Arrays.stream(reference).sum();
    double currentSum = Arrays.stream(current).sum();
    double divergence = 0;
    for (int i = 0; i < reference.length; i++) {
      double p = reference[i] / referenceSum;
      double q = current[i] / currentSum;
      double middle = (p + q) / 2;
      divergence += (term(p, middle) + term(q, middle)) / 2;
    }
    return Math.sqrt(Math.max(0, divergence));
  }

  private static double term(double share, double middle) {
    return share > 0 ? share * Math.log(share / middle) : 0;
  }

  /** Returns the population stability index, at least 0. */
  static double populationStability(double[] reference, double[] current) {
    double[] p = filled(reference);
    double[] q = filled(current);
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum += (p[i] - q[i]) * Math.log(p[i] / q[i]);
    }
    return sum;
  }

  private static double[] filled(double[] counts) {
    double sum = Arrays.stream(counts).sum();
    double least =
        Arrays.stream(counts).filter(count -> count > 0).min().orElse(Double.POSITIVE_INFINITY)
            / sum;
    double fill = least <= FILL ? least * SMALLER : FILL;
    return Arrays.stream(counts).map(count -> count > 0 ? count / sum : fill).toArray();
  }

  /**
   * Returns the Wasserstein distance divided by the standard deviation of the reference, or by
   * 0.001 where that is less.
   */
  static double wasserstein(Histogram reference, Histogram current) {
    double distance =
        reference.scale() == HistogramScale.WHOLE
            ? stepDistance(reference, current)
            : distance(reference, current);
    return distance / Math.max(reference.deviation(), LEAST_DEVIATION);
  }

  /** The area between two cumulative distributions that grow in steps at whole numbers. */
  private static double stepDistance(Histogram reference, Histogram current) {
    TreeSet<Integer> bins = new TreeSet<>(reference.counts().keySet());
    bins.addAll(current.counts().keySet());
    double area = 0;
    double difference = 0;
    int last = bins.first();
    for (int bin : bins) {
      area += Math.abs(difference) * (bin - last);
      difference += share(reference, bin) - share(current, bin);
      last = bin;
    }
    return area;
  }

  /** The area between two cumulative distributions that grow evenly within the bins. */
  private static double distance(Histogram reference, Histogram current) {
    TreeSet<Integer> bins = new TreeSet<>(reference.counts().keySet());
    bins.addAll(current.counts().keySet());
    double width = reference.scale().width();
    double area = 0;
    double difference = 0;
    int last = bins.first();
    for (int bin : bins) {
      area += Math.abs(difference) * (bin - last) * width;
      double next = difference + share(reference, bin) - share(current, bin);
      area += width * meanDistance(difference, next);
      difference = next;
      last = bin + 1;
    }
    return area;
  }

  /** The mean distance from 0 along a line from {@code a} to {@code b}. */
  private static double meanDistance(double a, double b) {
    double sum = Math.abs(a) + Math.abs(b);
    return a * b >= 0 ? sum / 2 : (a * a + b * b) / (2 * sum);
  }

  private static double share(Histogram histogram, int bin) {
    return (double) histogram.counts().getOrDefault(bin, 0L) / histogram.count();
  }
}
