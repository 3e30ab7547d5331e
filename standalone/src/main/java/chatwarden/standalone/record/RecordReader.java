package chatwarden.standalone.record;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a file in order, in constant memory. Used by one thread. */
public interface RecordReader extends Closeable {

  /** Returns the columns of the file, in its order. */
  List<Column> columns();

  /**
   * Returns the next row, or null at the end.
   *
   * @throws IOException if the file cannot be read
   */
  @Nullable SourceRow next() throws IOException;

  /** Returns the place after the row that was read last; a reader opened there goes on. */
  ReadPosition position();

  /** Returns the share of the file that was read, in [0, 1]. */
  double share() throws IOException;
}
