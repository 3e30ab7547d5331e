package chatwarden.domain.drift;

import chatwarden.domain.sketch.CategoryCounts;
import chatwarden.domain.sketch.ColumnCounts;
import chatwarden.domain.sketch.Histogram;
import chatwarden.domain.sketch.HistogramScale;
import chatwarden.domain.sketch.SketchColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * A column of a language in two windows.
 *
 * @param reference the counts of the hours of the reference
 * @param current those of the current window
 * @param hasReference whether the reference has any hour to compare with
 */
record ComparedColumn(
    SketchColumn column,
    String language,
    List<ColumnCounts> reference,
    List<ColumnCounts> current,
    boolean hasReference) {

  ComparedColumn {
    reference = List.copyOf(reference);
    current = List.copyOf(current);
  }

  private static long count(List<ColumnCounts> parts) {
    return parts.stream().mapToLong(ColumnCounts::count).sum();
  }

  /** Returns whether there are enough values on both sides. */
  boolean isComparable(int least) {
    return hasReference && Math.min(count(reference), count(current)) >= least;
  }

  /** Returns the answer where nothing can be compared. */
  ColumnDrift skipped() {
    return new ColumnDrift(
        column,
        language,
        hasReference ? DriftState.TOO_FEW : DriftState.NO_REFERENCE,
        0,
        0,
        0,
        OptionalDouble.empty(),
        count(reference),
        count(current),
        List.of());
  }

  /**
   * Compares both.
   *
   * @param rate how often this column alone may raise an alarm without drift
   */
  ColumnDrift compared(DriftSettings settings, double rate, RandomGenerator random) {
    return column
        .scale()
        .map(scale -> numbers(scale, settings, rate, random))
        .orElseGet(() -> categories(settings, rate, random));
  }

  private ColumnDrift numbers(
      HistogramScale scale, DriftSettings settings, double rate, RandomGenerator random) {
    Histogram before = Histogram.sum(scale, only(Histogram.class, reference));
    Histogram now = Histogram.sum(scale, only(Histogram.class, current));
    Binning binning = Binning.of(before, now);
    List<double[]> hours =
        reference.stream().map(hour -> binning.counts((Histogram) hour)).toList();
    return drift(
        new Sides(binning.names(scale), binning.counts(before), binning.counts(now)),
        hours,
        OptionalDouble.of(Divergence.wasserstein(before, now)),
        settings,
        rate,
        random);
  }

  private ColumnDrift categories(DriftSettings settings, double rate, RandomGenerator random) {
    CategoryCounts before = CategoryCounts.sum(only(CategoryCounts.class, reference));
    CategoryCounts now = CategoryCounts.sum(only(CategoryCounts.class, current));
    TreeSet<String> names = new TreeSet<>(before.counts().keySet());
    names.addAll(now.counts().keySet());
    Function<CategoryCounts, double[]> counts =
        side -> names.stream().mapToDouble(name -> side.counts().getOrDefault(name, 0L)).toArray();
    List<double[]> hours =
        reference.stream().map(hour -> counts.apply((CategoryCounts) hour)).toList();
    return drift(
        new Sides(List.copyOf(names), counts.apply(before), counts.apply(now)),
        hours,
        OptionalDouble.empty(),
        settings,
        rate,
        random);
  }

  private record Sides(List<String> names, double[] reference, double[] current) {

    List<ColumnDrift.BinShare> shares() {
      double before = Arrays.stream(reference).sum();
      double now = Arrays.stream(current).sum();
      List<ColumnDrift.BinShare> shares = new ArrayList<>();
      for (int i = 0; i < reference.length; i++) {
        shares.add(new ColumnDrift.BinShare(names.get(i), reference[i] / before, current[i] / now));
      }
      return shares;
    }
  }

  private ColumnDrift drift(
      Sides sides,
      List<double[]> hours,
      OptionalDouble wasserstein,
      DriftSettings settings,
      double rate,
      RandomGenerator random) {
    double score = Divergence.jensenShannon(sides.reference(), sides.current());
    double noise =
        new ReferenceVariation(hours, random).quantile(count(current), rate, settings.draws());
    double threshold = Math.max(settings.minScore(), noise);
    return new ColumnDrift(
        column,
        language,
        score > threshold ? DriftState.DRIFTED : DriftState.STABLE,
        score,
        threshold,
        Divergence.populationStability(sides.reference(), sides.current()),
        wasserstein,
        count(reference),
        count(current),
        sides.shares());
  }

  private static <T extends ColumnCounts> List<T> only(Class<T> kind, List<ColumnCounts> counts) {
    return counts.stream().map(kind::cast).toList();
  }
}
