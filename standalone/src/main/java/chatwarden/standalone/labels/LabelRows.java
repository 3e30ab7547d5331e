package chatwarden.standalone.labels;

import chatwarden.runtime.error.InvalidInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;

/** Reads the rows of an account from exported labels. */
public final class LabelRows {

  private static final JsonMapper JSON = new JsonMapper();

  private LabelRows() {}

  /** Takes the rows of an account. */
  interface Sink {
    void take(Path file, LabelRow row) throws IOException;
  }

  /**
   * Writes the rows as JSON Lines: {@code chat}, and {@code labelRow} with the file and the columns
   * of the row.
   *
   * @return how many there are
   * @throws InvalidInputException if a file cannot be read
   */
  public static long write(LabelOwner owner, Collection<Path> files, Appendable out)
      throws IOException {
    return read(
        owner,
        files,
        (file, row) -> {
          ObjectNode line = JSON.createObjectNode().put("chat", row.cell("chat"));
          ObjectNode cells = line.putObject("labelRow").put("file", file.toString());
          row.columns().forEach(column -> cells.put(column, row.cell(column)));
          out.append(JSON.writeValueAsString(line)).append('\n');
        });
  }

  static long read(LabelOwner owner, Collection<Path> files, Sink sink) throws IOException {
    long found = 0;
    for (Path file : files) {
      try (LabelTable table = LabelTable.open(file)) {
        for (LabelRow row = table.next(); row != null; row = table.next()) {
          if (owner.owns(row)) {
            sink.take(file, row);
            found++;
          }
        }
      }
    }
    return found;
  }
}
