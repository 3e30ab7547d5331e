package chatwarden.inference.linear;

import chatwarden.inference.classifier.WeightFormat;
import chatwarden.inference.classifier.WeightReader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The file of a linear model, a {@link WeightFormat}:
 *
 * <pre>
 * offset  size  content
 *      0     8  the ASCII characters CWLINEAR
 *      8     4  format version, 2
 *     12     4  CRC-32C of everything after this field
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
 *            4  number of patterns of each length P
 *            4  capacity in slots of the table of the patterns' keys, a power of two
 *            4  number of these keys R
 *            4  step of the patterns, float
 *         12·P  biases of the patterns, float
 *         24·P  output weights of the patterns, float, all of the second class first
 *               zeros up to the next multiple of 64
 *          8·n  the slots of the {@link FeatureTable}
 *          8·n  the slots of the {@link Lexicon}
 *          8·n  the slots of the {@link PatternTable}
 *       12·P·R  the rows of the {@link PatternTable}
 * </pre>
 *
 * <p>Version 1, which can be read too, knew no patterns.
 */
public final class WeightFile {
  private static final WeightFormat FORMAT = new WeightFormat("CWLINEAR", 1, 2);

  private static final int MAX_PATTERNS = 512;

  private WeightFile() {}

  /** Writes {@code weights} to a new file at {@code path}, replacing any file there. */
  public static void write(Path path, LinearWeights weights) throws IOException {
    FeatureTable table = weights.table();
    Lexicon lexicon = weights.lexicon();
    ByteBuffer header = FORMAT.newHeader();
    header.putInt((int) (table.slots().byteSize() / Long.BYTES));
    header.putInt((int) (lexicon.slots().byteSize() / Long.BYTES));
    header.putInt(weights.labels().size()).putInt(weights.viewWeights().size());
    header.putFloat(table.frequencyStep());
    header.putFloat(table.weightStep(0)).putFloat(table.weightStep(1));
    weights.viewWeights().forEach(header::putFloat);
    header.putDouble(weights.temperature());
    weights.biases().forEach(header::putDouble);
    weights.shifts().forEach(header::putDouble);
    weights.offsets().forEach(header::putDouble);
    WeightFormat.putLabels(header, weights.labels());
    Patterns patterns = weights.patterns();
    put(header, patterns);
    FORMAT.write(
        path,
        header,
        List.of(table.slots(), lexicon.slots(), patterns.table().slots(), patterns.table().rows()));
  }

  private static void put(ByteBuffer header, Patterns patterns) {
    PatternTable table = patterns.table();
    header.putInt(patterns.count());
    header.putInt((int) (table.slots().byteSize() / Long.BYTES)).putInt(table.size());
    header.putFloat(patterns.step());
    patterns.biases().forEach(header::putFloat);
    patterns.second().forEach(header::putFloat);
    patterns.third().forEach(header::putFloat);
  }

  /**
   * Opens a file, its tables mapped for as long as {@code arena} lives.
   *
   * @throws IOException if the file cannot be read, is none of these files, is of another format
   *     version, or is damaged; the message says which
   */
  public static LinearWeights open(Path path, Arena arena) throws IOException {
    return FORMAT.open(path, arena, WeightFile::parse);
  }

  private static LinearWeights parse(WeightReader reader) {
    long capacity = reader.count(Integer.MAX_VALUE);
    long lexiconCapacity = reader.count(Integer.MAX_VALUE);
    int classes = reader.count(64);
    int views = reader.count(64);
    float frequencyStep = reader.nextFloat();
    float[] weightSteps = reader.floats(2);
    List<Float> viewWeights = floats(reader, views);
    double temperature = reader.nextDouble();
    List<Double> biases = reader.doubles(classes);
    List<Double> shifts = reader.doubles(classes);
    List<Double> offsets = reader.doubles(classes);
    List<String> labels = reader.labels(classes);
    Supplier<Patterns> patterns = reader.version() < 2 ? () -> Patterns.NONE : patterns(reader);
    FeatureTable table =
        new FeatureTable(reader.table(capacity * Long.BYTES), frequencyStep, weightSteps);
    Lexicon lexicon = new Lexicon(reader.table(lexiconCapacity * Long.BYTES));
    return new LinearWeights(
        labels, viewWeights, biases, temperature, shifts, offsets, table, lexicon, patterns.get());
  }

  /**
   * Reads the header's part of the patterns; asked for them, their tables, the next in the file.
   */
  private static Supplier<Patterns> patterns(WeightReader reader) {
    int count = reader.count(MAX_PATTERNS);
    long capacity = reader.count(Integer.MAX_VALUE);
    long keys = reader.count(Integer.MAX_VALUE);
    float step = reader.nextFloat();
    List<Float> biases = floats(reader, count * Patterns.LENGTHS);
    List<Float> second = floats(reader, count * Patterns.LENGTHS);
    List<Float> third = floats(reader, count * Patterns.LENGTHS);
    int width = Patterns.slots(count);
    return () -> {
      MemorySegment slots = reader.table(capacity * Long.BYTES);
      MemorySegment rows = reader.table(keys * width * Short.BYTES);
      return new Patterns(count, step, biases, second, third, new PatternTable(slots, rows, width));
    };
  }

  private static List<Float> floats(WeightReader reader, int count) {
    List<Float> floats = new ArrayList<>();
    for (float value : reader.floats(count)) {
      floats.add(value);
    }
    return floats;
  }
}
