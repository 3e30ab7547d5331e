package chatwarden.mlops.validation;

import java.util.List;
import java.util.stream.IntStream;
import smile.math.special.Gamma;

/**
 * Compares how two files share out their labels, by Pearson's chi-square test of independence. With
 * many rows a difference that matters to no one is significant: the effect, Cramér's V, has to be
 * at least {@value #SMALL_EFFECT} too, the least that Cohen calls an effect.
 *
 * @param file a file
 * @param reference another one
 * @param counts of the labels in the file, in their order
 * @param referenceCounts of the labels in the reference
 */
public record LabelShift(
    String file, String reference, List<Long> counts, List<Long> referenceCounts) {

  private static final double SIGNIFICANT = 0.01;
  private static final double SMALL_EFFECT = 0.1;

  /** Copies the counts. */
  public LabelShift {
    counts = List.copyOf(counts);
    referenceCounts = List.copyOf(referenceCounts);
    if (counts.size() != referenceCounts.size() || counts.size() < 2) {
      throw new IllegalArgumentException(
          "counts: %s and %s (expected: as many, at least 2)".formatted(counts, referenceCounts));
    }
  }

  /** Returns the test's statistic; labels that neither file has are left out. */
  public double chiSquare() {
    double all = total(counts) + total(referenceCounts);
    double sum = 0;
    for (int k = 0; k < counts.size(); k++) {
      double ofLabel = counts.get(k) + referenceCounts.get(k);
      sum += part(counts.get(k), ofLabel * total(counts) / all);
      sum += part(referenceCounts.get(k), ofLabel * total(referenceCounts) / all);
    }
    return sum;
  }

  private static double part(double found, double expected) {
    return expected > 0 ? (found - expected) * (found - expected) / expected : 0;
  }

  private static double total(List<Long> counts) {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  private int degrees() {
    long labels =
        IntStream.range(0, counts.size())
            .filter(k -> counts.get(k) + referenceCounts.get(k) > 0)
            .count();
    return (int) Math.max(1, labels - 1);
  }

  /** Returns how probable a statistic of at least this is where both share out alike. */
  public double pValue() {
    double statistic = chiSquare();
    return statistic <= 0
        ? 1
        : Gamma.regularizedUpperIncompleteGamma(degrees() / 2.0, statistic / 2);
  }

  /** Returns the effect, in [0, 1]: Cramér's V, whose smaller table side is 2 here. */
  public double effect() {
    double all = total(counts) + total(referenceCounts);
    return all > 0 ? Math.sqrt(chiSquare() / all) : 0;
  }

  /** Returns the largest difference of the shares of a label, in [0, 1]. */
  public double largestDifference() {
    return IntStream.range(0, counts.size())
        .mapToDouble(k -> Math.abs(share(counts, k) - share(referenceCounts, k)))
        .max()
        .orElse(0);
  }

  private static double share(List<Long> counts, int label) {
    double total = total(counts);
    return total > 0 ? counts.get(label) / total : 0;
  }

  /** Returns whether the difference is significant and not negligible. */
  public boolean isProblem() {
    return pValue() < SIGNIFICANT && effect() >= SMALL_EFFECT;
  }
}
