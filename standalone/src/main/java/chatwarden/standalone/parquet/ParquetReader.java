package chatwarden.standalone.parquet;

import chatwarden.runtime.error.InvalidInputException;
import chatwarden.standalone.record.Column;
import chatwarden.standalone.record.ReadPosition;
import chatwarden.standalone.record.RecordReader;
import chatwarden.standalone.record.SourceRow;
import dev.hardwood.HardwoodContext;
import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.schema.SchemaNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads a Parquet file, nested columns as JSON. */
public final class ParquetReader implements RecordReader {
  private static final Logger LIBRARY = Logger.getLogger("dev.hardwood");

  static {
    LIBRARY.setLevel(Level.WARNING); // Else it says which instructions it uses.
  }

  private final HardwoodContext threads;
  private final ParquetFileReader file;
  private final RowReader reader;
  private final List<Column> columns;
  private final List<ParquetCell> cells = new ArrayList<>();
  private final long total;
  private long rows;

  private ParquetReader(
      HardwoodContext threads,
      ParquetFileReader file,
      long skipped,
      boolean stored,
      String textColumn) {
    this.threads = threads;
    this.file = file;
    this.total = file.getFileMetaData().numRows();
    this.rows = skipped;
    List<Column> named = new ArrayList<>();
    for (SchemaNode node : file.getFileSchema().getRootNode().children()) {
      ParquetCell cell = ParquetCell.of(file.getFileSchema(), node, stored, textColumn);
      cells.add(cell);
      named.add(new Column(node.name(), cell.type()));
    }
    this.columns = List.copyOf(named);
    this.reader = file.buildRowReader().skip(skipped).build();
  }

  /**
   * Opens the file.
   *
   * @param stored whether values stay as they are stored, for another Parquet file; else they are
   *     read as plain ones
   * @param textColumn the column that is read as text also where the file has it as bytes
   * @throws InvalidInputException if it is not a Parquet file, or not one that can be read
   */
  public static ParquetReader open(Path path, ReadPosition from, boolean stored, String textColumn)
      throws IOException {
    HardwoodContext threads = HardwoodContext.create(1);
    @Nullable ParquetFileReader file = null;
    try {
      file = ParquetFileReader.open(InputFile.of(path), threads);
      return new ParquetReader(threads, file, from.rows(), stored, textColumn);
    } catch (IOException | RuntimeException e) {
      if (file != null) {
        file.close();
      }
      threads.close();
      throw InvalidInputException.of(
          "--input", "cannot read " + path + " as Parquet: " + e.getMessage());
    }
  }

  @Override
  public List<Column> columns() {
    return columns;
  }

  @Override
  public @Nullable SourceRow next() throws IOException {
    try {
      if (!reader.hasNext()) {
        return null;
      }
      reader.next();
      @Nullable Object[] values = new @Nullable Object[cells.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = reader.isNull(i) ? null : cells.get(i).read(reader, i);
      }
      rows++;
      return SourceRow.of(values);
    } catch (RuntimeException e) {
      throw InvalidInputException.of(
          "--input", "row " + (rows + 1) + " cannot be read as Parquet: " + e.getMessage());
    }
  }

  @Override
  public ReadPosition position() {
    return new ReadPosition(0, rows);
  }

  @Override
  public double share() {
    return total == 0 ? 1 : rows / (double) total;
  }

  @Override
  public void close() throws IOException {
    reader.close();
    file.close();
    threads.close();
  }
}
