package chatwarden.classifier.linear;

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
 * The file that a linear model lies in. Everything is little-endian:
 *
 * <pre>
 * offset  size  content
 *      0     8  the ASCII characters CWLINEAR
 *      8     4  format version, 1
 *     12     4  CRC-32C of everything behind this field
 *     16     4  table capacity in slots, a power of two
 *     20     4  lexicon capacity in slots, a power of two
 *     24     4  number of classes K, 3
 *     28     4  number of views V, 5
 *     32     4  step of the inverse document frequencies, float
 *     36   4·2  steps of the weights of the second and third class, float
 *     44   4·V  view weights, float
 *            8  temperature, double
 *          8·K  biases, double
 *          8·K  calibration shifts, double
 *          8·K  decision offsets, double
 *            K  times: length in bytes (4), label in UTF-8
 *               zeros up to the next multiple of 64
 *          8·n  the slots of the {@link FeatureTable}
 *          8·n  the slots of the {@link Lexicon}
 * </pre>
 *
 * <p>The tables are mapped, not read: opening costs one pass for the checksum, and processes share
 * the pages.
 */
public final class WeightFile {
  private static final byte[] MAGIC = "CWLINEAR".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int CHECKED_FROM = 16;
  private static final int TABLE_ALIGNMENT = 64;
  private static final int MAX_HEADER = 4096;

  private WeightFile() {}

  /** Writes {@code weights} to a new file at {@code path}, replacing what stands there. */
  public static void write(Path path, LinearWeights weights) throws IOException {
    ByteBuffer header = header(weights);
    ByteBuffer table = weights.table().slots().asByteBuffer();
    ByteBuffer lexicon = weights.lexicon().slots().asByteBuffer();
    CRC32C checksum = new CRC32C();
    checksum.update(header.duplicate().position(CHECKED_FROM));
    checksum.update(table.duplicate());
    checksum.update(lexicon.duplicate());
    header.putInt(CHECKED_FROM - Integer.BYTES, (int) checksum.getValue());
    try (FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      for (ByteBuffer part : List.of(header, table, lexicon)) {
        while (part.hasRemaining()) {
          channel.write(part);
        }
      }
    }
  }

  private static ByteBuffer header(LinearWeights weights) {
    FeatureTable table = weights.table();
    ByteBuffer header = ByteBuffer.allocate(MAX_HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.put(MAGIC).putInt(VERSION).putInt(0);
    header.putInt((int) (table.slots().byteSize() / Long.BYTES));
    header.putInt((int) (weights.lexicon().slots().byteSize() / Long.BYTES));
    header.putInt(weights.labels().size()).putInt(weights.viewWeights().size());
    header.putFloat(table.frequencyStep());
    header.putFloat(table.weightStep(0)).putFloat(table.weightStep(1));
    weights.viewWeights().forEach(header::putFloat);
    header.putDouble(weights.temperature());
    weights.biases().forEach(header::putDouble);
    weights.shifts().forEach(header::putDouble);
    weights.offsets().forEach(header::putDouble);
    for (String label : weights.labels()) {
      byte[] bytes = label.getBytes(StandardCharsets.UTF_8);
      header.putInt(bytes.length).put(bytes);
    }
    return header.limit(aligned(header.position())).position(0);
  }

  /**
   * Opens a file, its table mapped for as long as {@code arena} lives.
   *
   * @throws IOException if the file cannot be read, is none of these files, is of another format
   *     version, or is damaged; the message says which
   */
  public static LinearWeights open(Path path, Arena arena) throws IOException {
    if (Files.size(path) < MAGIC.length + 2 * Integer.BYTES) {
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

  private static LinearWeights parse(MemorySegment file, ByteBuffer bytes) {
    long capacity = bytes.getInt();
    long lexiconCapacity = bytes.getInt();
    int classes = bytes.getInt();
    int views = bytes.getInt();
    float frequencyStep = bytes.getFloat();
    float[] weightSteps = {bytes.getFloat(), bytes.getFloat()};
    List<Float> viewWeights = new ArrayList<>();
    for (int i = 0; i < views; i++) {
      viewWeights.add(bytes.getFloat());
    }
    double temperature = bytes.getDouble();
    List<Double> biases = doubles(bytes, classes);
    List<Double> shifts = doubles(bytes, classes);
    List<Double> offsets = doubles(bytes, classes);
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < classes; i++) {
      byte[] label = new byte[Math.clamp(bytes.getInt(), 0, MAX_HEADER)];
      bytes.get(label);
      labels.add(new String(label, StandardCharsets.UTF_8));
    }
    long at = aligned(bytes.position());
    MemorySegment slots = file.asSlice(at, capacity * Long.BYTES);
    FeatureTable table = new FeatureTable(slots, frequencyStep, weightSteps);
    Lexicon lexicon =
        new Lexicon(file.asSlice(at + slots.byteSize(), lexiconCapacity * Long.BYTES));
    return new LinearWeights(
        labels, viewWeights, biases, temperature, shifts, offsets, table, lexicon);
  }

  private static List<Double> doubles(ByteBuffer bytes, int count) {
    List<Double> doubles = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      doubles.add(bytes.getDouble());
    }
    return doubles;
  }

  private static int aligned(int position) {
    return (position + TABLE_ALIGNMENT - 1) / TABLE_ALIGNMENT * TABLE_ALIGNMENT;
  }
}
