package chatwarden.standalone.parquet;

import static java.nio.charset.StandardCharsets.US_ASCII;

import chatwarden.standalone.record.Column;
import chatwarden.standalone.record.RecordWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a Parquet file by row groups of {@value #CHUNKS_A_GROUP} chunks, or fewer where these have
 * more than 32 MiB. The file may be cut between two groups; what the footer says of the groups is
 * kept in a file beside until then.
 */
public final class ParquetWriter implements RecordWriter {
  static final int CHUNKS_A_GROUP = 256;

  private static final long GROUP_BYTES = 32 << 20;
  private static final byte[] MAGIC = "PAR1".getBytes(US_ASCII);
  private static final int VERSION = 2;

  private final FileChannel file;
  private final List<Column> columns;
  private final ParquetCodec codec;
  private final RowGroupLog log;
  private List<ParquetColumn> group = new ArrayList<>();
  private long groupRows;
  private int chunks;

  private ParquetWriter(
      FileChannel file, List<Column> columns, ParquetCodec codec, RowGroupLog log) {
    this.file = file;
    this.columns = columns;
    this.codec = codec;
    this.log = log;
    beginGroup();
  }

  /**
   * Writes to the end of a file.
   *
   * @param groups the file that is beside it until it is finished
   */
  public static ParquetWriter open(
      FileChannel file, Path groups, List<Column> columns, ParquetCodec codec) throws IOException {
    RowGroupLog log = RowGroupLog.open(groups, file.position());
    ParquetWriter writer = new ParquetWriter(file, columns, codec, log);
    if (file.position() == 0) {
      writer.put(MAGIC);
    }
    return writer;
  }

  private void beginGroup() {
    group =
        columns.stream()
            .map(column -> new ParquetColumn(StoredType.of(column.type()), codec))
            .toList();
    groupRows = 0;
    chunks = 0;
  }

  @Override
  public void write(@Nullable Object[] cells) throws IOException {
    for (int i = 0; i < cells.length; i++) {
      group.get(i).add(cells[i]);
    }
    groupRows++;
  }

  @Override
  public boolean endChunk() throws IOException {
    chunks++;
    if (chunks < CHUNKS_A_GROUP
        && group.stream().mapToLong(ParquetColumn::heldBytes).sum() < GROUP_BYTES) {
      return false;
    }
    endGroup();
    return true;
  }

  private void endGroup() throws IOException {
    if (groupRows == 0) {
      return;
    }
    ThriftWriter metadata = new ThriftWriter();
    metadata.beginElement();
    metadata.list(1, ThriftWriter.STRUCT, columns.size());
    long size = 0;
    for (int i = 0; i < columns.size(); i++) {
      ParquetColumn column = group.get(i);
      long offset = file.position();
      put(column.end());
      column.describe(metadata, columns.get(i).name(), offset);
      size += column.uncompressedBytes();
    }
    metadata.i64(2, size);
    metadata.i64(3, groupRows);
    metadata.end();
    log.add(file.position(), groupRows, metadata.bytes());
    beginGroup();
  }

  private void put(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      file.write(buffer);
    }
  }

  @Override
  public long commit() throws IOException {
    log.force();
    file.force(false);
    return file.position();
  }

  @Override
  public void finish() throws IOException {
    endGroup();
    ThriftWriter footer = new ThriftWriter();
    footer.beginElement();
    footer.i32(1, VERSION);
    ParquetSchema.write(footer, 2, columns);
    footer.i64(3, log.rows());
    footer.list(4, ThriftWriter.STRUCT, log.groups());
    footer.elements(log.elements());
    footer.text(6, "chatwarden");
    footer.end();
    byte[] bytes = footer.bytes();
    put(bytes);
    put(
        ByteBuffer.allocate(Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(bytes.length)
            .array());
    put(MAGIC);
    file.force(false);
  }

  @Override
  public void close() throws IOException {
    log.close();
    file.close();
  }
}
