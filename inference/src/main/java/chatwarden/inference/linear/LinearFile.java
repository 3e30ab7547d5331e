package chatwarden.inference.linear;

import chatwarden.inference.weights.Tensor;
import chatwarden.inference.weights.TensorType;
import chatwarden.inference.weights.WeightFile;
import chatwarden.inference.weights.Weights;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * The tensors of a linear model in its {@link WeightFile}, with K classes, V views, P patterns of
 * each of three lengths and R keys of patterns:
 *
 * <pre>
 * features        U64 [n]       the slots of the {@link FeatureTable}
 * lexicon         U64 [n]       the slots of the {@link Lexicon}
 * feature_steps   F32 [K]       the value of one unit of a frequency, of a weight of each class
 *                               after the first
 * view_weights    F32 [V]
 * temperature     F64 [1]
 * biases          F64 [K]
 * shifts          F64 [K]       of the calibration
 * offsets         F64 [K]       of the decision
 * pattern_slots   U64 [n]       the slots of the {@link PatternTable}; from here on, missing in a
 *                               model without patterns
 * pattern_rows    I16 [R, 6P]   its rows
 * pattern_step    F32 [1]       the value of one of their units
 * pattern_biases  F32 [3P]
 * pattern_second  F32 [3P]      output weights for the second class
 * pattern_third   F32 [3P]      output weights for the third class
 * </pre>
 */
public final class LinearFile {
  private static final String FORMAT = "chatwarden-linear";

  private LinearFile() {}

  /** Writes {@code weights} to a new file at {@code path}, replacing any file there. */
  public static void write(Path path, LinearWeights weights) throws IOException {
    FeatureTable table = weights.table();
    Weights.Builder tensors =
        Weights.of(FORMAT, weights.labels())
            .with("features", Tensor.of(TensorType.U64, table.slots()))
            .with("lexicon", Tensor.of(TensorType.U64, weights.lexicon().slots()))
            .with(
                "feature_steps",
                Tensor.of(table.frequencyStep(), table.weightStep(0), table.weightStep(1)))
            .with("view_weights", Tensor.ofFloats(weights.viewWeights()))
            .with("temperature", Tensor.of(weights.temperature()))
            .with("biases", Tensor.ofDoubles(weights.biases()))
            .with("shifts", Tensor.ofDoubles(weights.shifts()))
            .with("offsets", Tensor.ofDoubles(weights.offsets()));
    Patterns patterns = weights.patterns();
    if (patterns.count() > 0) {
      int width = Patterns.slots(patterns.count());
      tensors
          .with("pattern_slots", Tensor.of(TensorType.U64, patterns.table().slots()))
          .with("pattern_rows", Tensor.of(TensorType.I16, patterns.table().rows(), width))
          .with("pattern_step", Tensor.of(patterns.step()))
          .with("pattern_biases", Tensor.ofFloats(patterns.biases()))
          .with("pattern_second", Tensor.ofFloats(patterns.second()))
          .with("pattern_third", Tensor.ofFloats(patterns.third()));
    }
    WeightFile.write(path, tensors.build());
  }

  /**
   * Opens a file, its tables mapped for as long as {@code arena} lives.
   *
   * @throws IOException if the file cannot be read, has another format, or is damaged; the message
   *     says which
   */
  public static LinearWeights open(Path path, Arena arena) throws IOException {
    return WeightFile.open(path, arena, FORMAT, LinearFile::parse);
  }

  private static LinearWeights parse(Weights weights) {
    int classes = weights.labels().size();
    float[] steps = weights.floats("feature_steps", FeatureTable.CLASSES);
    MemorySegment features = weights.vector("features", TensorType.U64);
    return new LinearWeights(
        weights.labels(),
        weights.floatList("view_weights", FeatureView.COUNT),
        weights.doubleList("biases", classes),
        weights.doubles("temperature", 1)[0],
        weights.doubleList("shifts", classes),
        weights.doubleList("offsets", classes),
        new FeatureTable(features, steps[0], new float[] {steps[1], steps[2]}),
        new Lexicon(weights.vector("lexicon", TensorType.U64)),
        weights.has("pattern_rows") ? patterns(weights) : Patterns.NONE);
  }

  private static Patterns patterns(Weights weights) {
    int width = Math.toIntExact(weights.shape("pattern_rows", 2).getLast());
    int count = width / Patterns.PLACES;
    int all = count * Patterns.LENGTHS;
    if (count == 0) {
      return Patterns.NONE;
    }
    MemorySegment rows =
        weights.table("pattern_rows", TensorType.I16, Patterns.slots(count)).data();
    return new Patterns(
        count,
        weights.floats("pattern_step", 1)[0],
        weights.floatList("pattern_biases", all),
        weights.floatList("pattern_second", all),
        weights.floatList("pattern_third", all),
        new PatternTable(weights.vector("pattern_slots", TensorType.U64), rows, width));
  }
}
