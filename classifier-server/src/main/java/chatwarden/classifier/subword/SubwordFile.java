package chatwarden.classifier.subword;

import chatwarden.classifier.model.DecisionRule;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The file that a subword model lies in. Everything is little-endian:
 *
 * <pre>
 * offset  size  content
 *      0     8  the ASCII characters CWSUBWRD
 *      8     4  format version, 1
 *     12     4  CRC-32C of everything behind this field
 *     16     4  number of buckets, a power of two
 *     20     4  dimensions D
 *     24     4  number of classes K
 *     28     4  step of the embeddings, float
 *     32     8  temperature, double
 *          8·K  biases, double
 *          8·K  calibration shifts, double
 *          8·K  decision offsets, double
 *        4·K·D  output weights, float, class by class
 *            K  times: length in bytes (4), label in UTF-8
 *               zeros up to the next multiple of 64
 *          2·D  times the number of buckets: embeddings, signed 16-bit
 * </pre>
 *
 * <p>The embeddings are mapped into memory, not read.
 */
public final class SubwordFile {
  private static final byte[] MAGIC = "CWSUBWRD".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int CHECKED_FROM = 16;
  private static final int MAX_HEADER = 1 << 16;
  private static final int ALIGNMENT = 64;

  private SubwordFile() {}

  /** Writes a model, replacing what is there. The same model gives the same bytes. */
  public static void write(Path path, SubwordWeights weights) throws IOException {
    ByteBuffer header = header(weights);
    ByteBuffer embeddings = weights.embeddings().asByteBuffer();
    CRC32C checksum = new CRC32C();
    checksum.update(header.duplicate().position(CHECKED_FROM));
    checksum.update(embeddings.duplicate());
    header.putInt(CHECKED_FROM - Integer.BYTES, (int) checksum.getValue());
    try (FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      for (ByteBuffer part : List.of(header, embeddings)) {
        while (part.hasRemaining()) {
          channel.write(part);
        }
      }
    }
  }

  private static ByteBuffer header(SubwordWeights weights) {
    DecisionRule rule = weights.rule();
    ByteBuffer header = ByteBuffer.allocate(MAX_HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.put(MAGIC).putInt(VERSION).putInt(0);
    header.putInt(weights.mask() + 1).putInt(weights.dimensions()).putInt(rule.labels().size());
    header.putFloat(weights.step()).putDouble(rule.temperature());
    for (double bias : weights.biases()) {
      header.putDouble(bias);
    }
    rule.shifts().forEach(header::putDouble);
    rule.offsets().forEach(header::putDouble);
    for (float weight : weights.output()) {
      header.putFloat(weight);
    }
    for (String label : rule.labels()) {
      byte[] bytes = label.getBytes(StandardCharsets.UTF_8);
      header.putInt(bytes.length).put(bytes);
    }
    return header.limit(aligned(header.position())).position(0);
  }

  /**
   * Opens a file, its embeddings mapped for as long as {@code arena} lives.
   *
   * @throws IOException if the file cannot be read, is none of these files, is of another format
   *     version, or is damaged; the message says which
   */
  public static SubwordWeights open(Path path, Arena arena) throws IOException {
    if (Files.size(path) < CHECKED_FROM) {
      throw new IOException(path + ": too short for a weight file");
    }
    MemorySegment file;
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    }
    ByteBuffer bytes = file.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    check(path, bytes);
    try {
      return parse(file, bytes);
    } catch (RuntimeException e) {
      throw new IOException(path + ": not a valid weight file: " + e.getMessage(), e);
    }
  }

  private static void check(Path path, ByteBuffer bytes) throws IOException {
    byte[] magic = new byte[MAGIC.length];
    bytes.get(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new IOException(path + ": not a weight file");
    }
    int version = bytes.getInt();
    if (version != VERSION) {
      throw new IOException(path + ": format version " + version + " (expected: " + VERSION + ")");
    }
    int expected = bytes.getInt();
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.duplicate());
    if ((int) checksum.getValue() != expected) {
      throw new IOException(path + ": damaged, its checksum does not fit");
    }
  }

  private static SubwordWeights parse(MemorySegment file, ByteBuffer bytes) {
    long buckets = bytes.getInt();
    int dimensions = Math.clamp(bytes.getInt(), 0, 1024);
    int classes = Math.clamp(bytes.getInt(), 0, 64);
    float step = bytes.getFloat();
    double temperature = bytes.getDouble();
    double[] biases = doubles(bytes, classes).stream().mapToDouble(Double::doubleValue).toArray();
    List<Double> shifts = doubles(bytes, classes);
    List<Double> offsets = doubles(bytes, classes);
    float[] output = new float[classes * dimensions];
    for (int i = 0; i < output.length; i++) {
      output[i] = bytes.getFloat();
    }
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < classes; i++) {
      byte[] label = new byte[Math.clamp(bytes.getInt(), 0, MAX_HEADER)];
      bytes.get(label);
      labels.add(new String(label, StandardCharsets.UTF_8));
    }
    MemorySegment embeddings =
        file.asSlice(aligned(bytes.position()), buckets * dimensions * Short.BYTES);
    return new SubwordWeights(
        dimensions,
        embeddings,
        step,
        output,
        biases,
        new DecisionRule(labels, temperature, shifts, offsets));
  }

  private static List<Double> doubles(ByteBuffer bytes, int count) {
    List<Double> doubles = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      doubles.add(bytes.getDouble());
    }
    return doubles;
  }

  private static int aligned(int position) {
    return (position + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }
}
