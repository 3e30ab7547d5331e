package chatwarden.standalone.record;

import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.jsonl.JsonLine;
import chatwarden.runtime.jsonl.LineReader;
import chatwarden.runtime.jsonl.MalformedLineException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON Lines. The columns are the fields of all lines, each of the one type that its values
 * have, or of JSON; they are found by reading the file a first time. Blank lines are passed over; a
 * field that is null counts as missing.
 */
public final class JsonLinesReader implements RecordReader {
  /** The most bytes of a line. */
  static final int MAX_LINE_BYTES = 1 << 20;

  private final SourceBytes bytes;
  private final LineReader lines;
  private final List<Column> columns;
  private final Map<String, Integer> places = new HashMap<>();
  private final long offset;
  private long rows;

  private JsonLinesReader(SourceBytes bytes, ReadPosition from, List<Column> columns) {
    this.bytes = bytes;
    this.lines = new LineReader(bytes.content(), MAX_LINE_BYTES);
    this.columns = columns;
    this.offset = from.offset();
    this.rows = from.rows();
    for (Column column : columns) {
      places.put(column.name(), places.size());
    }
  }

  /**
   * Opens the file.
   *
   * @throws InvalidInputException if its lines have more fields than a file has columns
   */
  public static JsonLinesReader open(Path file, ReadPosition from) throws IOException {
    List<Column> columns = JsonColumns.of(file);
    return new JsonLinesReader(SourceBytes.open(file, from.offset()), from, columns);
  }

  @Override
  public List<Column> columns() {
    return columns;
  }

  @Override
  public @Nullable SourceRow next() throws IOException {
    do {
      if (!lines.next()) {
        return null;
      }
    } while (isBlank(lines));
    rows++;
    if (lines.tooLong()) {
      return SourceRow.broken(
          columns.size(),
          "row %d: the line must have at most %,d bytes".formatted(rows, MAX_LINE_BYTES));
    }
    try {
      return SourceRow.of(cells(JsonLine.object(lines.line())));
    } catch (MalformedLineException e) {
      return SourceRow.broken(columns.size(), "row " + rows + ": " + e.sentence());
    }
  }

  static boolean isBlank(LineReader lines) {
    if (lines.tooLong()) {
      return false;
    }
    for (byte character : lines.line()) {
      if (character != ' ' && character != '\t' && character != '\r') {
        return false;
      }
    }
    return true;
  }

  private @Nullable Object[] cells(JsonNode object) {
    @Nullable Object[] cells = new @Nullable Object[columns.size()];
    for (Map.Entry<String, JsonNode> property : object.properties()) {
      Integer place = places.get(property.getKey());
      if (place != null && !property.getValue().isNull()) {
        cells[place] = cell((PlainType) columns.get(place).type(), property.getValue());
      }
    }
    return cells;
  }

  private static Object cell(PlainType type, JsonNode value) {
    return switch (type) {
      case TEXT -> value.textValue();
      case WHOLE -> value.longValue();
      case REAL -> value.decimalValue();
      case TRUTH -> value.booleanValue();
      case JSON, SHORT_REAL -> value;
    };
  }

  @Override
  public ReadPosition position() {
    return new ReadPosition(offset + lines.offset(), rows);
  }

  @Override
  public double share() throws IOException {
    return bytes.share();
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
