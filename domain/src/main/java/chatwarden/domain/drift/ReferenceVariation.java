package chatwarden.domain.drift;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How far windows of a reference are from each other by themselves. Draws pairs of windows from the
 * hours of the reference, with replacement: one as long as the reference, one with as many values
 * as the current window; whole hours, as the comments of an hour resemble each other. With fewer
 * than {@value #FEW_HOURS} hours it draws single values, which varies less.
 */
final class ReferenceVariation {
  static final int FEW_HOURS = 8;

  /** So many windows are compared with one drawn reference, which is long and varies little. */
  private static final int REUSED = 20;

  private final List<double[]> hours;
  private final double[] sizes;
  private final double[] all;
  private final long referenceSize;
  private final RandomGenerator random;

  /**
   * The variation of a reference.
   *
   * @param hours the counts of the bins in each hour, not all of them 0
   */
  ReferenceVariation(List<double[]> hours, RandomGenerator random) {
    this.hours = hours.stream().filter(hour -> Arrays.stream(hour).sum() > 0).toList();
    this.random = random;
    sizes = this.hours.stream().mapToDouble(hour -> Arrays.stream(hour).sum()).toArray();
    all = new double[this.hours.getFirst().length];
    this.hours.forEach(hour -> add(all, hour));
    referenceSize = Math.round(Arrays.stream(sizes).sum());
  }

  /**
   * Returns the Jensen–Shannon distance that only the share {@code rate} of windows of {@code size}
   * values exceeds.
   */
  double quantile(long size, double rate, int draws) {
    double[] distances = new double[draws];
    double[] reference = all;
    for (int i = 0; i < draws; i++) {
      reference = i % REUSED == 0 ? reference() : reference;
      distances[i] = Divergence.jensenShannon(reference, window(size));
    }
    Arrays.sort(distances);
    int place = (int) Math.ceil((1 - rate) * draws) - 1;
    return distances[Math.clamp(place, 0, draws - 1)];
  }

  private double[] reference() {
    if (hours.size() < FEW_HOURS) {
      return MultinomialDraw.of(all, referenceSize, random);
    }
    double[] drawn = new double[all.length];
    for (int i = 0; i < hours.size(); i++) {
      add(drawn, hours.get(random.nextInt(hours.size())));
    }
    return drawn;
  }

  private double[] window(long size) {
    if (hours.size() < FEW_HOURS) {
      return MultinomialDraw.of(all, size, random);
    }
    double[] drawn = new double[all.length];
    double sum = 0;
    while (sum < size) {
      int hour = random.nextInt(hours.size());
      add(drawn, hours.get(hour));
      sum += sizes[hour];
    }
    return sum > size ? MultinomialDraw.of(drawn, size, random) : drawn;
  }

  private static void add(double[] sum, double[] counts) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += counts[i];
    }
  }
}
