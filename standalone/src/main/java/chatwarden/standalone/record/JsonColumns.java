package chatwarden.standalone.record;

import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.jsonl.JsonLine;
import chatwarden.runtime.jsonl.LineReader;
import chatwarden.runtime.jsonl.MalformedLineException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The columns of a file of JSON Lines: the fields of all its lines, in the order they come in. */
final class JsonColumns {
  /** More come from a file whose fields are data. */
  private static final int MAX_COLUMNS = 1_000;

  private final Path file;
  private final Map<String, PlainType> types = new LinkedHashMap<>();

  private JsonColumns(Path file) {
    this.file = file;
  }

  /** Reads the whole file. */
  static List<Column> of(Path file) throws IOException {
    JsonColumns columns = new JsonColumns(file);
    try (SourceBytes bytes = SourceBytes.open(file, 0);
        LineReader lines = new LineReader(bytes.content(), JsonLinesReader.MAX_LINE_BYTES)) {
      while (lines.next()) {
        if (!lines.tooLong() && !JsonLinesReader.isBlank(lines)) {
          columns.take(lines.line());
        }
      }
    }
    return columns.types.entrySet().stream()
        .map(type -> new Column(type.getKey(), type.getValue()))
        .toList();
  }

  private void take(byte[] line) {
    try {
      for (Map.Entry<String, JsonNode> property : JsonLine.object(line).properties()) {
        if (!property.getValue().isNull()) {
          types.merge(property.getKey(), type(property.getValue()), JsonColumns::both);
        }
      }
    } catch (MalformedLineException e) {
      return; // It becomes a row with an error.
    }
    if (types.size() > MAX_COLUMNS) {
      throw InvalidInputException.of(
          "--input",
          "the lines of %s have more than %,d different fields".formatted(file, MAX_COLUMNS));
    }
  }

  private static PlainType type(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> PlainType.TEXT;
      case BOOLEAN -> PlainType.TRUTH;
      case NUMBER -> number(value);
      default -> PlainType.JSON;
    };
  }

  private static PlainType number(JsonNode value) {
    if (value.isIntegralNumber()) {
      return value.canConvertToLong() ? PlainType.WHOLE : PlainType.JSON;
    }
    return PlainType.REAL;
  }

  private static PlainType both(PlainType one, PlainType other) {
    boolean numbers = one.isNumber() && other.isNumber();
    return one == other ? one : numbers ? PlainType.REAL : PlainType.JSON;
  }
}
