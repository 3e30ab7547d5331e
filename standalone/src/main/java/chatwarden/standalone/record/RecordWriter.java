package chatwarden.standalone.record;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows to the end of a file. The bytes depend on the rows and on the calls of {@link
 * #endChunk} alone, so that a file that was cut at the length of a commit and goes on from there
 * equals one that was never cut. Used by one thread.
 */
public interface RecordWriter extends Closeable {

  /** Writes a row; its cells are in the order of the columns. */
  void write(@Nullable Object[] cells) throws IOException;

  /** Ends a chunk of rows, and returns whether {@link #commit} may follow. */
  boolean endChunk() throws IOException;

  /** Forces all rows so far to the disk, and returns the length of the file. */
  long commit() throws IOException;

  /** Writes the end of the file and forces it to the disk. */
  void finish() throws IOException;
}
