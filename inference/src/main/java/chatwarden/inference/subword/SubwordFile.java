package chatwarden.inference.subword;

import chatwarden.inference.classifier.DecisionRule;
import chatwarden.inference.classifier.WeightFormat;
import chatwarden.inference.classifier.WeightReader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * The file of a subword model, a {@link WeightFormat}:
 *
 * <pre>
 * offset  size  content
 *      0     8  the ASCII characters CWSUBWRD
 *      8     4  format version, 1
 *     12     4  CRC-32C of everything after this field
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
  private static final WeightFormat FORMAT = new WeightFormat("CWSUBWRD", 1);

  private SubwordFile() {}

  /** Writes a model, replacing any file there. The same model gives the same bytes. */
  public static void write(Path path, SubwordWeights weights) throws IOException {
    DecisionRule rule = weights.rule();
    ByteBuffer header = FORMAT.newHeader();
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
    WeightFormat.putLabels(header, rule.labels());
    FORMAT.write(path, header, List.of(weights.embeddings()));
  }

  /**
   * Opens a file, its embeddings mapped for as long as {@code arena} lives.
   *
   * @throws IOException if the file cannot be read, is none of these files, is of another format
   *     version, or is damaged; the message says which
   */
  public static SubwordWeights open(Path path, Arena arena) throws IOException {
    return FORMAT.open(path, arena, SubwordFile::parse);
  }

  private static SubwordWeights parse(WeightReader reader) {
    long buckets = reader.count(Integer.MAX_VALUE);
    int dimensions = reader.count(1024);
    int classes = reader.count(64);
    float step = reader.nextFloat();
    double temperature = reader.nextDouble();
    double[] biases = reader.doubles(classes).stream().mapToDouble(Double::doubleValue).toArray();
    List<Double> shifts = reader.doubles(classes);
    List<Double> offsets = reader.doubles(classes);
    float[] output = reader.floats(classes * dimensions);
    List<String> labels = reader.labels(classes);
    return new SubwordWeights(
        dimensions,
        reader.table(buckets * dimensions * Short.BYTES),
        step,
        output,
        biases,
        new DecisionRule(labels, temperature, shifts, offsets));
  }
}
