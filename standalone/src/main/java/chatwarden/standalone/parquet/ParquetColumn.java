package chatwarden.standalone.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a column in the row group that is being written: version 1, plain, with definition
 * levels as runs. Every column may have nulls.
 */
final class ParquetColumn {
  private static final int PAGE_BYTES = 1 << 20;
  private static final int PLAIN = 0;
  private static final int RLE = 3;

  private final StoredType type;
  private final ParquetCodec codec;
  private final ByteArrayOutputStream pages = new ByteArrayOutputStream();
  private final ByteArrayOutputStream values = new ByteArrayOutputStream();
  private final ByteArrayOutputStream levels = new ByteArrayOutputStream();
  private int rows;
  private int run;
  private boolean present;
  private int bits;
  private int bitCount;
  private long totalRows;
  private long uncompressed;

  ParquetColumn(StoredType type, ParquetCodec codec) {
    this.type = type;
    this.codec = codec;
  }

  StoredType type() {
    return type;
  }

  /** Adds a value, or null. */
  void add(@Nullable Object value) throws IOException {
    if (run > 0 && present != (value != null)) {
      endRun();
    }
    present = value != null;
    run++;
    rows++;
    if (value != null) {
      put(value);
    }
    if (values.size() >= PAGE_BYTES) {
      endPage();
    }
  }

  private void put(Object value) throws IOException {
    switch (type.physical()) {
      case BOOLEAN -> bit((Boolean) value);
      case INT32 -> little(((Number) value).intValue(), Integer.BYTES);
      case INT64 -> little(((Number) value).longValue(), Long.BYTES);
      case FLOAT -> little(Float.floatToIntBits(((Number) value).floatValue()), Float.BYTES);
      case DOUBLE -> little(Double.doubleToLongBits(((Number) value).doubleValue()), Double.BYTES);
      case BYTE_ARRAY -> {
        byte[] bytes = bytes(value);
        little(bytes.length, Integer.BYTES);
        values.write(bytes);
      }
      case FIXED_LEN_BYTE_ARRAY, INT96 -> values.write(bytes(value));
    }
  }

  private static byte[] bytes(Object value) {
    return value instanceof byte[] bytes ? bytes : value.toString().getBytes(UTF_8);
  }

  private void bit(boolean value) {
    bits |= (value ? 1 : 0) << bitCount;
    bitCount++;
    if (bitCount == Byte.SIZE) {
      endBits();
    }
  }

  private void endBits() {
    if (bitCount > 0) {
      values.write(bits);
      bits = 0;
      bitCount = 0;
    }
  }

  private void little(long value, int count) {
    for (int i = 0; i < count; i++) {
      values.write((int) (value >>> (Byte.SIZE * i)));
    }
  }

  private void endRun() {
    int head = run << 1;
    while ((head & ~0x7f) != 0) {
      levels.write(head & 0x7f | 0x80);
      head >>>= 7;
    }
    levels.write(head);
    levels.write(present ? 1 : 0);
    run = 0;
  }

  private void endPage() throws IOException {
    endRun();
    endBits();
    ByteArrayOutputStream page = new ByteArrayOutputStream(levels.size() + values.size() + 4);
    for (int i = 0; i < Integer.BYTES; i++) {
      page.write(levels.size() >>> (Byte.SIZE * i));
    }
    levels.writeTo(page);
    values.writeTo(page);
    byte[] compressed = codec.compress(page.toByteArray());
    byte[] header = header(page.size(), compressed.length);
    pages.write(header);
    pages.write(compressed);
    uncompressed += header.length + page.size();
    totalRows += rows;
    rows = 0;
    levels.reset();
    values.reset();
  }

  private byte[] header(int size, int compressedSize) {
    ThriftWriter header = new ThriftWriter();
    header.beginElement();
    header.i32(1, 0);
    header.i32(2, size);
    header.i32(3, compressedSize);
    header.begin(5);
    header.i32(1, rows);
    header.i32(2, PLAIN);
    header.i32(3, RLE);
    header.i32(4, RLE);
    header.end();
    header.end();
    return header.bytes();
  }

  /** Returns the bytes that it holds in memory. */
  long heldBytes() {
    return pages.size() + values.size();
  }

  /** Ends the column, and returns its pages. */
  byte[] end() throws IOException {
    if (rows > 0) {
      endPage();
    }
    return pages.toByteArray();
  }

  /**
   * Describes the column after {@link #end}, as an element of a list.
   *
   * @param name its name
   * @param offset where its pages begin in the file
   */
  void describe(ThriftWriter metadata, String name, long offset) {
    metadata.beginElement();
    metadata.i64(2, offset);
    metadata.begin(3);
    metadata.i32(1, number(type));
    metadata.list(2, ThriftWriter.I32, 2);
    metadata.element(PLAIN);
    metadata.element(RLE);
    metadata.list(3, ThriftWriter.BINARY, 1);
    metadata.element(name);
    metadata.i32(4, codec.number());
    metadata.i64(5, totalRows);
    metadata.i64(6, uncompressed);
    metadata.i64(7, pages.size());
    metadata.i64(9, offset);
    metadata.end();
    metadata.end();
  }

  /** Returns the size of the pages before compression. */
  long uncompressedBytes() {
    return uncompressed;
  }

  /** Returns the number of the physical type in the format. */
  static int number(StoredType type) {
    return switch (Objects.requireNonNull(type.physical(), "physical")) {
      case BOOLEAN -> 0;
      case INT32 -> 1;
      case INT64 -> 2;
      case INT96 -> 3;
      case FLOAT -> 4;
      case DOUBLE -> 5;
      case BYTE_ARRAY -> 6;
      case FIXED_LEN_BYTE_ARRAY -> 7;
    };
  }
}
