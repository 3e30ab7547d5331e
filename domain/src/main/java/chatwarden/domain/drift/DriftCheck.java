package chatwarden.domain.drift;

import chatwarden.domain.sketch.CategoryCounts;
import chatwarden.domain.sketch.ColumnCounts;
import chatwarden.domain.sketch.Histogram;
import chatwarden.domain.sketch.Sketch;
import chatwarden.domain.sketch.SketchColumn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Compares the sketches of a current window with those of a reference, column by column and
 * language by language. What depends on the model is compared with the hours of the same versions
 * alone, so that a new version does not count as drift of the comments.
 *
 * <p>A column has drifted where its Jensen–Shannon distance exceeds both {@link
 * DriftSettings#minScore} and what windows of the reference differ by themselves ({@link
 * ReferenceVariation}), by a quantile that is corrected for the number of columns (Bonferroni).
 *
 * @param settings when a difference is drift
 */
public record DriftCheck(DriftSettings settings) {

  /**
   * Compares two windows.
   *
   * @return the columns that the current window has, in the order of {@link SketchColumn}, and for
   *     each the languages in order
   */
  public List<ColumnDrift> compare(List<Sketch> reference, List<Sketch> current) {
    List<ComparedColumn> columns = new ArrayList<>();
    for (SketchColumn column : SketchColumn.values()) {
      if (column == SketchColumn.LANGUAGE) {
        columns.add(languages(reference, current));
      } else {
        columns.addAll(byLanguage(column, reference, current));
      }
    }
    columns.removeIf(column -> column.current().isEmpty());
    long tests = columns.stream().filter(this::isComparable).count();
    SplittableRandom random = new SplittableRandom(settings.seed());
    return columns.stream()
        .map(
            column ->
                isComparable(column)
                    ? column.compared(settings, settings.falseAlarms() / tests, random.split())
                    : column.skipped())
        .toList();
  }

  private boolean isComparable(ComparedColumn column) {
    return column.isComparable(settings.minComments());
  }

  private static ComparedColumn languages(List<Sketch> reference, List<Sketch> current) {
    List<ColumnCounts> before = languagesByHour(reference);
    return new ComparedColumn(
        SketchColumn.LANGUAGE, "", before, languagesByHour(current), !before.isEmpty());
  }

  private static List<ColumnCounts> languagesByHour(List<Sketch> sketches) {
    Map<Instant, Map<String, Long>> hours = new TreeMap<>();
    for (Sketch sketch : sketches) {
      if (sketch.comments() > 0) {
        hours
            .computeIfAbsent(sketch.hour(), _ -> new HashMap<>())
            .merge(
                sketch.language().isEmpty() ? "unknown" : sketch.language(),
                sketch.comments(),
                Long::sum);
      }
    }
    return hours.values().stream().map(CategoryCounts::of).collect(Collectors.toList());
  }

  private static List<ComparedColumn> byLanguage(
      SketchColumn column, List<Sketch> reference, List<Sketch> current) {
    Set<String> languages = new TreeSet<>();
    current.stream()
        .filter(sketch -> sketch.columns().containsKey(column))
        .forEach(sketch -> languages.add(sketch.language()));
    return languages.stream()
        .map(language -> ofLanguage(column, language, reference, current))
        .toList();
  }

  private static ComparedColumn ofLanguage(
      SketchColumn column, String language, List<Sketch> reference, List<Sketch> current) {
    Predicate<Sketch> relevant =
        sketch -> sketch.language().equals(language) && sketch.columns().containsKey(column);
    List<Sketch> now = current.stream().filter(relevant).toList();
    Set<String> versions = now.stream().map(Sketch::model).collect(Collectors.toSet());
    List<Sketch> before =
        reference.stream()
            .filter(relevant)
            .filter(sketch -> !column.isOfModel() || versions.contains(sketch.model()))
            .toList();
    return new ComparedColumn(
        column, language, byHour(column, before), byHour(column, now), !before.isEmpty());
  }

  private static List<ColumnCounts> byHour(SketchColumn column, List<Sketch> sketches) {
    Map<Instant, List<ColumnCounts>> hours = new TreeMap<>();
    for (Sketch sketch : sketches) {
      ColumnCounts counts = sketch.columns().get(column);
      if (counts != null) {
        hours.computeIfAbsent(sketch.hour(), _ -> new ArrayList<>()).add(counts);
      }
    }
    return hours.values().stream().map(parts -> sum(column, parts)).toList();
  }

  private static ColumnCounts sum(SketchColumn column, Collection<ColumnCounts> parts) {
    return column
        .scale()
        .<ColumnCounts>map(
            scale -> Histogram.sum(scale, parts.stream().map(Histogram.class::cast).toList()))
        .orElseGet(
            () -> CategoryCounts.sum(parts.stream().map(CategoryCounts.class::cast).toList()));
  }
}
