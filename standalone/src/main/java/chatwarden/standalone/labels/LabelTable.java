package chatwarden.standalone.labels;

import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.standalone.record.Column;
import chatwarden.standalone.record.CsvReader;
import chatwarden.standalone.record.ReadPosition;
import chatwarden.standalone.record.SourceRow;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an exported file row by row. Used by one thread. */
final class LabelTable implements Closeable {

  /** The columns by which the rows of an account are found. */
  private static final List<String> NEEDED = List.of("text", "source", "chat", "comment", "author");

  private final Path file;
  private final CsvReader rows;
  private final List<String> columns;

  private LabelTable(Path file, CsvReader rows) {
    this.file = file;
    this.rows = rows;
    this.columns = rows.columns().stream().map(Column::name).toList();
  }

  /**
   * Opens a file.
   *
   * @throws InvalidInputException if it does not have the columns of an export
   */
  static LabelTable open(Path file) throws IOException {
    try {
      LabelTable table = new LabelTable(file, CsvReader.open(file, ReadPosition.START));
      if (!table.columns.containsAll(NEEDED)) {
        table.close();
        throw refusal(
            "%s has the columns %s (expected: those that `chatwarden export labels` writes, %s"
                    .formatted(file, table.columns, NEEDED)
                + " among them)");
      }
      return table;
    } catch (InvalidInputException e) {
      throw ofOption(e);
    }
  }

  /** Returns whether a file has the columns of an export. */
  static boolean isAt(Path file) throws IOException {
    try (LabelTable _ = open(file)) {
      return true;
    } catch (InvalidInputException e) {
      return false;
    }
  }

  /**
   * Returns the next row, or null at the end.
   *
   * @throws InvalidInputException if the row cannot be read
   */
  @Nullable LabelRow next() throws IOException {
    try {
      SourceRow row = rows.next();
      return row == null ? null : new LabelRow(columns, cells(row));
    } catch (InvalidInputException e) {
      throw ofOption(e);
    }
  }

  private List<String> cells(SourceRow row) {
    List<String> cells = new ArrayList<>();
    for (Object cell : row.cells()) {
      if (cell == null || row.problem().isPresent()) {
        throw refusal(
            "row %d of %s does not have %d fields: mend it or delete it"
                .formatted(rows.position().rows(), file, columns.size()));
      }
      cells.add(cell.toString());
    }
    return cells;
  }

  /** Returns how many bytes of the file are before the row that comes next. */
  long offset() {
    return rows.position().offset();
  }

  static InvalidInputException refusal(String problem) {
    return InvalidInputException.of("--labels", problem);
  }

  /** The reader names the option of the commands that it was made for. */
  private static InvalidInputException ofOption(InvalidInputException e) {
    return InvalidInputException.of(
        e.problems().stream()
            .map(problem -> new FieldProblem("--labels", problem.problem()))
            .toList());
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
