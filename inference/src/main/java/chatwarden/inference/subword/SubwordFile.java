package chatwarden.inference.subword;

import chatwarden.inference.classifier.DecisionRule;
import chatwarden.inference.weights.Tensor;
import chatwarden.inference.weights.TensorType;
import chatwarden.inference.weights.WeightFile;
import chatwarden.inference.weights.Weights;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;

/**
 * The tensors of a subword model in its {@link WeightFile}, with K classes and embeddings of D
 * dimensions:
 *
 * <pre>
 * embeddings   I16 [buckets, D]   a power of two of buckets
 * step         F32 [1]            the value of one unit of an embedding
 * output       F32 [K·D]          weights, class by class
 * temperature  F64 [1]
 * biases       F64 [K]
 * shifts       F64 [K]            of the calibration
 * offsets      F64 [K]            of the decision
 * </pre>
 */
public final class SubwordFile {
  private static final String FORMAT = "chatwarden-subword";

  private SubwordFile() {}

  /** Writes a model, replacing any file there. The same model gives the same bytes. */
  public static void write(Path path, SubwordWeights weights) throws IOException {
    DecisionRule rule = weights.rule();
    WeightFile.write(
        path,
        Weights.of(FORMAT, rule.labels())
            .with(
                "embeddings", Tensor.of(TensorType.I16, weights.embeddings(), weights.dimensions()))
            .with("step", Tensor.of(weights.step()))
            .with("output", Tensor.of(weights.output()))
            .with("temperature", Tensor.of(rule.temperature()))
            .with("biases", Tensor.of(weights.biases()))
            .with("shifts", Tensor.ofDoubles(rule.shifts()))
            .with("offsets", Tensor.ofDoubles(rule.offsets()))
            .build());
  }

  /**
   * Opens a file, its embeddings mapped for as long as {@code arena} lives.
   *
   * @throws IOException if the file cannot be read, has another format, or is damaged; the message
   *     says which
   */
  public static SubwordWeights open(Path path, Arena arena) throws IOException {
    return WeightFile.open(path, arena, FORMAT, SubwordFile::parse);
  }

  private static SubwordWeights parse(Weights weights) {
    List<String> labels = weights.labels();
    int classes = labels.size();
    int dimensions = Math.toIntExact(weights.shape("embeddings", 2).getLast());
    return new SubwordWeights(
        dimensions,
        weights.table("embeddings", TensorType.I16, dimensions).data(),
        weights.floats("step", 1)[0],
        weights.floats("output", classes * dimensions),
        weights.doubles("biases", classes),
        new DecisionRule(
            labels,
            weights.doubles("temperature", 1)[0],
            weights.doubleList("shifts", classes),
            weights.doubleList("offsets", classes)));
  }
}
