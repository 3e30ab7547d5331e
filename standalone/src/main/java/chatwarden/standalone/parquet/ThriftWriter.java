package chatwarden.standalone.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes structs in Thrift's compact protocol, in which Parquet has its metadata. Fields come in
 * the order of their numbers.
 */
final class ThriftWriter {
  private static final int TRUE = 1;
  private static final int FALSE = 2;
  private static final int BYTE = 3;
  static final int I32 = 5;
  private static final int I64 = 6;
  static final int BINARY = 8;
  private static final int LIST = 9;
  static final int STRUCT = 12;

  private static final int LONG_LIST = 15;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Deque<Integer> outer = new ArrayDeque<>();
  private int last;

  byte[] bytes() {
    return bytes.toByteArray();
  }

  void i32(int field, int value) {
    head(field, I32);
    element(value);
  }

  void i64(int field, long value) {
    head(field, I64);
    varint((value << 1) ^ (value >> 63));
  }

  void i8(int field, int value) {
    head(field, BYTE);
    bytes.write(value);
  }

  void bool(int field, boolean value) {
    head(field, value ? TRUE : FALSE);
  }

  void text(int field, String value) {
    head(field, BINARY);
    element(value);
  }

  /** Begins a struct that is a field. */
  void begin(int field) {
    head(field, STRUCT);
    beginElement();
  }

  /** Begins a struct that is an element of a list. */
  void beginElement() {
    outer.push(last);
    last = 0;
  }

  /** Ends the struct that began last. */
  void end() {
    bytes.write(0);
    last = outer.pop();
  }

  /** Begins a list; its elements follow. */
  void list(int field, int type, int size) {
    head(field, LIST);
    if (size < LONG_LIST) {
      bytes.write(size << 4 | type);
    } else {
      bytes.write(LONG_LIST << 4 | type);
      varint(size);
    }
  }

  void element(int value) {
    varint(Integer.toUnsignedLong((value << 1) ^ (value >> 31)));
  }

  void element(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    varint(utf8.length);
    bytes.writeBytes(utf8);
  }

  /** Adds elements that another writer wrote. */
  void elements(byte[] written) {
    bytes.writeBytes(written);
  }

  private void head(int field, int type) {
    int step = field - last;
    if (step < 1 || step > 15) {
      throw new IllegalArgumentException("field: " + field + " (expected: after " + last + ")");
    }
    bytes.write(step << 4 | type);
    last = field;
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }
}
