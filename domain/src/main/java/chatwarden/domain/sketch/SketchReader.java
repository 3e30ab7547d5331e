package chatwarden.domain.sketch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Adds up the fields that {@link SketchFields} had counted. Fields of later versions of this
 * program are skipped, and so are counts that are not positive. Used by one thread.
 */
public final class SketchReader {
  private static final int PARTS = 4;

  private final SortedMap<Instant, Map<List<String>, Map<SketchColumn, Values>>> hours =
      new TreeMap<>();

  /** The values of a column so far. */
  private static final class Values {
    private final SortedMap<String, Long> counts = new TreeMap<>();
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
  }

  /** Adds the fields of one hour; those of several chats may be added one after the other. */
  public SketchReader add(Instant hour, Map<String, String> fields) {
    fields.forEach((field, value) -> add(hour, field.split("\t", -1), value));
    return this;
  }

  private void add(Instant hour, String[] parts, String value) {
    if (parts.length == PARTS) {
      SketchColumn.ofCode(parts[2])
          .ifPresent(
              column ->
                  values(hour, parts, column)
                      .counts
                      .merge(parts[3], Long.parseLong(value), Long::sum));
    } else if (parts.length == PARTS - 1 && !parts[2].isEmpty()) {
      int end = parts[2].length() - 1;
      SketchColumn.ofCode(parts[2].substring(0, end))
          .ifPresent(
              column -> {
                Values values = values(hour, parts, column);
                double extreme = Double.parseDouble(value);
                switch (parts[2].substring(end)) {
                  case SketchFields.LEAST -> values.min = Math.min(values.min, extreme);
                  case SketchFields.GREATEST -> values.max = Math.max(values.max, extreme);
                  default -> {}
                }
              });
    }
  }

  private Values values(Instant hour, String[] parts, SketchColumn column) {
    return hours
        .computeIfAbsent(hour, _ -> new HashMap<>())
        .computeIfAbsent(List.of(parts[0], parts[1]), _ -> new EnumMap<>(SketchColumn.class))
        .computeIfAbsent(column, _ -> new Values());
  }

  /** Returns the sketches, in the order of their hours. */
  public List<Sketch> sketches() {
    List<Sketch> sketches = new ArrayList<>();
    hours.forEach(
        (hour, models) ->
            models.forEach(
                (name, values) -> {
                  Map<SketchColumn, ColumnCounts> columns = new EnumMap<>(SketchColumn.class);
                  values.forEach(
                      (column, value) ->
                          counts(column, value).ifPresent(read -> columns.put(column, read)));
                  sketches.add(new Sketch(hour, name.get(0), name.get(1), columns));
                }));
    return List.copyOf(sketches);
  }

  private static Optional<ColumnCounts> counts(SketchColumn column, Values values) {
    values.counts.values().removeIf(count -> count <= 0);
    if (values.counts.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        column
            .scale()
            .<ColumnCounts>map(scale -> histogram(scale, values))
            .orElseGet(() -> CategoryCounts.of(values.counts)));
  }

  private static Histogram histogram(HistogramScale scale, Values values) {
    SortedMap<Integer, Long> counts = new TreeMap<>();
    values.counts.forEach((bin, count) -> counts.put(Integer.parseInt(bin), count));
    return new Histogram(scale, counts, values.min, values.max);
  }
}
