package chatwarden.domain.sketch;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many comments have each of a few values.
 *
 * @param counts the counts by value, each positive
 */
public record CategoryCounts(SortedMap<String, Long> counts) implements ColumnCounts {

  /** Copies the counts. */
  public CategoryCounts {
    counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    counts.forEach(Histogram::requirePositive);
  }

  /** Returns the counts of a map. */
  public static CategoryCounts of(Map<String, Long> counts) {
    return new CategoryCounts(new TreeMap<>(counts));
  }

  /** Returns the sum of several. */
  public static CategoryCounts sum(Collection<CategoryCounts> parts) {
    SortedMap<String, Long> sum = new TreeMap<>();
    parts.forEach(
        part -> part.counts.forEach((value, count) -> sum.merge(value, count, Long::sum)));
    return new CategoryCounts(sum);
  }

  @Override
  public long count() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
