package chatwarden.inference.classifier;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a file of a {@link WeightFormat} in order: the values of its header, then its tables. What
 * is not there fails with an unchecked exception, which {@link WeightFormat#open} names.
 */
public final class WeightReader {
  private static final int MAX_LABEL = 1024;

  private final MemorySegment file;
  private final ByteBuffer header;
  private final int version;
  private long tables = -1;

  WeightReader(MemorySegment file, ByteBuffer header, int version) {
    this.version = version;
    this.file = file;
    this.header = header;
  }

  /** The format version of the file. */
  public int version() {
    return version;
  }

  /** The next integer, at least 0 and at most {@code max}. */
  public int count(int max) {
    return Math.clamp(header.getInt(), 0, max);
  }

  /** The next 4-byte float. */
  public float nextFloat() {
    return header.getFloat();
  }

  /** The next {@code count} 4-byte floats. */
  public float[] floats(int count) {
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = header.getFloat();
    }
    return floats;
  }

  /** The next 8-byte double. */
  public double nextDouble() {
    return header.getDouble();
  }

  /** The next {@code count} 8-byte doubles. */
  public List<Double> doubles(int count) {
    List<Double> doubles = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      doubles.add(header.getDouble());
    }
    return doubles;
  }

  /** The next {@code count} labels, as {@link WeightFormat#putLabels} wrote them. */
  public List<String> labels(int count) {
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] label = new byte[count(MAX_LABEL)];
      header.get(label);
      labels.add(new String(label, StandardCharsets.UTF_8));
    }
    return labels;
  }

  /** The next table, of {@code size} bytes; the header is over with the first. */
  public MemorySegment table(long size) {
    if (tables < 0) {
      tables = WeightFormat.aligned(header.position());
    }
    MemorySegment table = file.asSlice(tables, size);
    tables += size;
    return table;
  }
}
