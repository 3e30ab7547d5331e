package chatwarden.standalone.record;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows as text. A compressed file is a row of gzip members, each of {@value
 * #CHUNKS_A_MEMBER} chunks, and may be cut between them.
 */
public final class TextWriter implements RecordWriter {
  private static final int CHUNKS_A_MEMBER = 256;
  private static final int BUFFER = 1 << 16;

  private final FileChannel file;
  private final List<Column> columns;
  private final RowEncoder encoder;
  private final boolean gzip;
  private final OutputStream out;
  private @Nullable GZIPOutputStream member;
  private int chunks;

  private TextWriter(FileChannel file, List<Column> columns, RowEncoder encoder, boolean gzip) {
    this.file = file;
    this.columns = columns;
    this.encoder = encoder;
    this.gzip = gzip;
    this.out = new BufferedOutputStream(Channels.newOutputStream(file), BUFFER);
  }

  /**
   * Writes CSV to the end of a file.
   *
   * @param name the name that the file gets; it says whether it is compressed
   */
  public static TextWriter csv(FileChannel file, Path name, List<Column> columns)
      throws IOException {
    return open(file, name, columns, new CsvEncoder());
  }

  /**
   * Writes JSON Lines to the end of a file.
   *
   * @param name the name that the file gets; it says whether it is compressed
   */
  public static TextWriter jsonLines(FileChannel file, Path name, List<Column> columns)
      throws IOException {
    return open(file, name, columns, new JsonEncoder());
  }

  private static TextWriter open(
      FileChannel file, Path name, List<Column> columns, RowEncoder encoder) throws IOException {
    TextWriter writer = new TextWriter(file, columns, encoder, TextCompression.isGzip(name));
    if (file.position() == 0) {
      writer.print(encoder.head(columns));
    }
    return writer;
  }

  @Override
  public void write(@Nullable Object[] cells) throws IOException {
    print(encoder.row(columns, cells));
  }

  private void print(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (!gzip) {
      out.write(bytes);
      return;
    }
    if (member == null) {
      member = new GZIPOutputStream(new StaysOpen(out), BUFFER);
    }
    member.write(bytes);
  }

  @Override
  public boolean endChunk() throws IOException {
    if (!gzip) {
      return true;
    }
    chunks++;
    if (chunks < CHUNKS_A_MEMBER) {
      return false;
    }
    endMember();
    return true;
  }

  private void endMember() throws IOException {
    chunks = 0;
    if (member != null) {
      member.close();
      member = null;
    }
  }

  /** Lets a member end without closing the file. */
  private static final class StaysOpen extends FilterOutputStream {
    StaysOpen(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() {}
  }

  @Override
  public long commit() throws IOException {
    out.flush();
    file.force(false);
    return file.position();
  }

  @Override
  public void finish() throws IOException {
    endMember();
    commit();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
