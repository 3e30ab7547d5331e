package chatwarden.classifier.linear;

import chatwarden.classifier.model.WeightFormat;
import chatwarden.classifier.model.WeightReader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The file that a linear model lies in, a {@link WeightFormat}:
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
 */
public final class WeightFile {
  private static final WeightFormat FORMAT = new WeightFormat("CWLINEAR", 1);

  private WeightFile() {}

  /** Writes {@code weights} to a new file at {@code path}, replacing what stands there. */
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
    FORMAT.write(path, header, List.of(table.slots(), lexicon.slots()));
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
    List<Float> viewWeights = new ArrayList<>();
    for (float weight : reader.floats(views)) {
      viewWeights.add(weight);
    }
    double temperature = reader.nextDouble();
    List<Double> biases = reader.doubles(classes);
    List<Double> shifts = reader.doubles(classes);
    List<Double> offsets = reader.doubles(classes);
    List<String> labels = reader.labels(classes);
    FeatureTable table =
        new FeatureTable(reader.table(capacity * Long.BYTES), frequencyStep, weightSteps);
    Lexicon lexicon = new Lexicon(reader.table(lexiconCapacity * Long.BYTES));
    return new LinearWeights(
        labels, viewWeights, biases, temperature, shifts, offsets, table, lexicon);
  }
}
