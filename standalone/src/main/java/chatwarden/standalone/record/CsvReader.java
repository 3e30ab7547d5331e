package chatwarden.standalone.record;

import chatwarden.runtime.error.InvalidInputException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads CSV by RFC 4180 with a header; empty lines are passed over. The bytes are parsed as
 * Latin-1, in which a character is a byte, so that places are exact and each field is decoded, and
 * can be malformed, by itself.
 */
public final class CsvReader implements RecordReader {
  /** The most bytes of a record; more come from a quote that does not end. */
  static final int MAX_RECORD_BYTES = 1 << 20;

  private static final String MARK = "\u00ef\u00bb\u00bf";

  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setLenientEof(true).setTrailingData(true).get();

  private final Path file;
  private final SourceBytes bytes;
  private final RecordBound bound;
  private final Iterator<CSVRecord> records;
  private final List<Column> columns;
  private @Nullable CSVRecord ahead;
  private long rows;

  private CsvReader(Path file, SourceBytes bytes, ReadPosition from, @Nullable List<Column> known)
      throws IOException {
    this.file = file;
    this.bytes = bytes;
    this.rows = from.rows();
    this.bound =
        new RecordBound(
            new InputStreamReader(bytes.content(), StandardCharsets.ISO_8859_1),
            from.offset(),
            MAX_RECORD_BYTES);
    this.records =
        CSVParser.builder()
            .setReader(bound)
            .setFormat(FORMAT)
            .setCharacterOffset(from.offset())
            .get()
            .iterator();
    this.ahead = parse();
    if (known == null) {
      this.columns = header(file, ahead);
      this.ahead = parse();
    } else {
      this.columns = known;
    }
  }

  /**
   * Opens the file.
   *
   * @throws InvalidInputException if it has no header, or one that names a column twice
   */
  public static CsvReader open(Path file, ReadPosition from) throws IOException {
    if (from.equals(ReadPosition.START)) {
      return open(file, from, null);
    }
    try (CsvReader first = open(file, ReadPosition.START, null)) {
      return open(file, from, first.columns);
    }
  }

  private static CsvReader open(Path file, ReadPosition from, @Nullable List<Column> known)
      throws IOException {
    SourceBytes bytes = SourceBytes.open(file, from.offset());
    try {
      return new CsvReader(file, bytes, from, known);
    } catch (IOException | RuntimeException e) {
      bytes.close();
      throw e;
    }
  }

  private static List<Column> header(Path file, @Nullable CSVRecord record) {
    if (record == null) {
      throw InvalidInputException.of("--input", file + " is empty (expected: a header)");
    }
    Set<String> names = new HashSet<>();
    List<Column> columns = new ArrayList<>();
    for (String latin : record) {
      boolean marked = columns.isEmpty() && latin.startsWith(MARK);
      String name = text(marked ? latin.substring(MARK.length()) : latin).toString();
      if (!names.add(name)) {
        throw InvalidInputException.of(
            "--input", "the header of " + file + " has the column " + name + " twice");
      }
      columns.add(new Column(name, PlainType.TEXT));
    }
    return List.copyOf(columns);
  }

  @Override
  public List<Column> columns() {
    return columns;
  }

  @Override
  public @Nullable SourceRow next() throws IOException {
    CSVRecord record = ahead;
    if (record == null) {
      return null;
    }
    rows++;
    ahead = parse();
    @Nullable Object[] cells = new @Nullable Object[columns.size()];
    for (int i = 0; i < Math.min(record.size(), cells.length); i++) {
      cells[i] = text(record.get(i));
    }
    return record.size() <= cells.length
        ? SourceRow.of(cells)
        : new SourceRow(
            cells,
            Optional.of(
                "the record has " + record.size() + " fields (expected: " + cells.length + ")"));
  }

  private @Nullable CSVRecord parse() throws IOException {
    bound.renew();
    try {
      return records.hasNext() ? records.next() : null;
    } catch (UncheckedIOException e) {
      if (bound.isExceeded()) {
        throw InvalidInputException.of(
            "--input",
            "row %d of %s has more than %,d bytes: a quote may not be closed"
                .formatted(rows + 1, file, MAX_RECORD_BYTES));
      }
      throw e.getCause();
    }
  }

  private static Object text(String latin) {
    return MalformedText.decode(latin.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public ReadPosition position() {
    return new ReadPosition(ahead == null ? bound.offset() : ahead.getCharacterPosition(), rows);
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
