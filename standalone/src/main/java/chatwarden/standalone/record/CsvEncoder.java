package chatwarden.standalone.record;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.QuoteMode;
import org.jspecify.annotations.Nullable;

/** A row as CSV by RFC 4180 with line feeds; a value that is missing is an empty field. */
final class CsvEncoder implements RowEncoder {
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setQuoteMode(QuoteMode.MINIMAL).setRecordSeparator("\n").get();

  @Override
  public String head(List<Column> columns) {
    return FORMAT.format(columns.stream().map(Column::name).toArray()) + "\n";
  }

  @Override
  public String row(List<Column> columns, @Nullable Object[] cells) {
    Object[] fields = new Object[cells.length];
    for (int i = 0; i < cells.length; i++) {
      Object value = cells[i];
      fields[i] = value == null ? "" : field(columns.get(i).type().json(value));
    }
    return FORMAT.format(fields) + "\n";
  }

  private static String field(JsonNode value) {
    return value.isTextual() ? value.textValue() : value.toString();
  }
}
