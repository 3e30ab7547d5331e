package chatwarden.standalone.parquet;

import chatwarden.runtime.error.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.file.Path;

/**
 * The metadata of the row groups that a file has so far, in a file beside it: for each the place
 * where it ends, its rows, and its element of the footer.
 */
final class RowGroupLog implements Closeable {
  private final RandomAccessFile file;
  private int groups;
  private long rows;
  private long end;

  private RowGroupLog(RandomAccessFile file) {
    this.file = file;
  }

  /**
   * Opens the log of a file of that length; groups beyond it are forgotten.
   *
   * @throws InvalidInputException if it lacks groups of the file
   */
  static RowGroupLog open(Path path, long length) throws IOException {
    RowGroupLog log = new RowGroupLog(new RandomAccessFile(path.toFile(), "rw"));
    try {
      log.truncateTo(length);
      if (log.end != length) {
        throw InvalidInputException.of(
            "--output",
            "%s describes %,d bytes (expected: %,d); begin anew with --restart"
                .formatted(path, log.end, length));
      }
      return log;
    } catch (IOException | RuntimeException e) {
      log.close();
      throw e;
    }
  }

  private void truncateTo(long length) throws IOException {
    long kept = 0;
    while (file.length() - kept >= Long.BYTES) {
      long groupEnd = file.readLong();
      if (groupEnd > length) {
        break;
      }
      end = groupEnd;
      rows += file.readLong();
      groups++;
      int size = file.readInt();
      kept = file.getFilePointer() + size;
      file.seek(kept);
    }
    file.setLength(kept);
    file.seek(kept);
  }

  /** Adds a group. */
  void add(long groupEnd, long groupRows, byte[] element) throws IOException {
    file.writeLong(groupEnd);
    file.writeLong(groupRows);
    file.writeInt(element.length);
    file.write(element);
    groups++;
    rows += groupRows;
  }

  int groups() {
    return groups;
  }

  long rows() {
    return rows;
  }

  void force() throws IOException {
    file.getChannel().force(false);
  }

  /** Returns the elements of all groups, one after the other. */
  byte[] elements() throws IOException {
    file.seek(0);
    DataInputStream in =
        new DataInputStream(Channels.newInputStream(file.getChannel().position(0)));
    ByteArrayOutputStream elements = new ByteArrayOutputStream();
    for (int i = 0; i < groups; i++) {
      in.skipNBytes(2L * Long.BYTES);
      elements.write(in.readNBytes(in.readInt()));
    }
    return elements.toByteArray();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
