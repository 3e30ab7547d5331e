package chatwarden.domain.sketch;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The columns of the comments of one language that one version of a model classified in an hour.
 *
 * @param hour the beginning of the hour
 * @param language the language, empty where it is not known
 * @param model the model, {@code name@version}
 * @param columns the columns that have values; {@link SketchColumn#LANGUAGE} is never among them,
 *     as it follows from {@code language}
 */
public record Sketch(
    Instant hour, String language, String model, Map<SketchColumn, ColumnCounts> columns) {

  private static final long HOUR = Duration.ofHours(1).toSeconds();

  /** Copies the columns. */
  public Sketch {
    requireNonNull(hour, "hour");
    requireNonNull(language, "language");
    requireNonNull(model, "model");
    Map<SketchColumn, ColumnCounts> copy = new EnumMap<>(SketchColumn.class);
    copy.putAll(columns);
    copy.forEach(Sketch::requireKind);
    columns = Collections.unmodifiableMap(copy);
  }

  private static void requireKind(SketchColumn column, ColumnCounts counts) {
    boolean fits =
        switch (counts) {
          case Histogram histogram -> column.scale().equals(Optional.of(histogram.scale()));
          case CategoryCounts _ -> column.scale().isEmpty() && column != SketchColumn.LANGUAGE;
        };
    if (!fits) {
      throw new IllegalArgumentException(
          "columns: " + column.id() + " (expected: another kind of counts, or none)");
    }
  }

  /** Returns how many comments were classified. */
  public long comments() {
    ColumnCounts labels = columns.get(SketchColumn.LABEL);
    ColumnCounts lengths = columns.get(SketchColumn.LENGTH);
    return Math.max(labels == null ? 0 : labels.count(), lengths == null ? 0 : lengths.count());
  }

  /** Returns the number of the hour of a moment, counted from 1970. */
  public static long hourOf(Instant moment) {
    return Math.floorDiv(moment.getEpochSecond(), HOUR);
  }

  /** Returns the beginning of an hour. */
  public static Instant startOf(long hour) {
    return Instant.ofEpochSecond(Math.multiplyExact(hour, HOUR));
  }
}
