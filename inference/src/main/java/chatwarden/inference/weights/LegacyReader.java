package chatwarden.inference.weights;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Checksum;

/** Reads the values of a {@link LegacyFile} in order, little-endian; a fault is unchecked. */
final class LegacyReader {
  private static final int KIND = 8;
  private static final int ALIGNMENT = 64;
  private static final int MAX_LABEL = 1024;

  private final MemorySegment file;
  private final ByteBuffer bytes;

  LegacyReader(MemorySegment file) {
    this.file = file;
    this.bytes = file.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN).position(KIND);
  }

  /** Reads the format version, at least 1 and at most {@code newest}. */
  int version(int newest) {
    int version = bytes.getInt();
    if (version < 1 || version > newest) {
      throw new IllegalArgumentException(
          "format version %d (expected: 1 to %d)".formatted(version, newest));
    }
    return version;
  }

  /** Reads a checksum in four bytes, of all that follows. */
  void checkRest(Checksum checksum) {
    int expected = bytes.getInt();
    checksum.update(bytes.duplicate());
    requireEqual(checksum, Integer.toUnsignedLong(expected));
  }

  /** Checks the checksum in the last eight bytes, of all before. */
  void checkTrailer(Checksum checksum) {
    int end = bytes.limit() - Long.BYTES;
    checksum.update(bytes.duplicate().position(0).limit(end));
    requireEqual(checksum, bytes.getLong(end));
    bytes.limit(end);
  }

  private static void requireEqual(Checksum checksum, long expected) {
    if (checksum.getValue() != expected) {
      throw new IllegalArgumentException("its checksum does not fit");
    }
  }

  /** Reads a number from 0 to {@code max}. */
  int count(int max) {
    int count = bytes.getInt();
    if (count < 0 || count > max) {
      throw new IllegalArgumentException("%d (expected: 0 to %d)".formatted(count, max));
    }
    return count;
  }

  Tensor floats(int count) {
    return tensor(TensorType.F32, count);
  }

  Tensor doubles(int count) {
    return tensor(TensorType.F64, count);
  }

  private Tensor tensor(TensorType type, long... shape) {
    Tensor tensor = at(bytes.position(), type, shape);
    bytes.position(Math.toIntExact(bytes.position() + tensor.data().byteSize()));
    return tensor;
  }

  private Tensor at(long position, TensorType type, long... shape) {
    long size = type.size();
    List<Long> dimensions = new ArrayList<>();
    for (long dimension : shape) {
      size = Math.multiplyExact(size, dimension);
      dimensions.add(dimension);
    }
    return new Tensor(type, dimensions, file.asSlice(position, size));
  }

  /** Reads labels, each as its length in bytes and its UTF-8. */
  List<String> labels(int count) {
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] label = new byte[count(MAX_LABEL)];
      bytes.get(label);
      labels.add(new String(label, StandardCharsets.UTF_8));
    }
    return labels;
  }

  /** Reads a table, which follows at once. */
  Tensor table(TensorType type, long... shape) {
    return tensor(type, shape);
  }

  /** Skips to the next multiple of 64, where the first table of a classifier begins. */
  void align() {
    bytes.position((bytes.position() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
  }

  /** Checks that the file ends here. */
  void requireEnd() {
    if (bytes.hasRemaining()) {
      throw new IllegalArgumentException(bytes.remaining() + " bytes too many");
    }
  }
}
