package chatwarden.inference.subword;

import static java.util.Objects.requireNonNull;

import chatwarden.inference.classifier.DecisionRule;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Everything that a subword model consists of, as {@link SubwordFile} keeps it: a table of
 * embeddings, one a bucket, and logistic regression over their average.
 *
 * <p>A text's features are the hashed n-grams of the four scaled views of {@link
 * chatwarden.inference.linear.FeatureView}; a feature's bucket is the lowest bits of its hash. The
 * average of a text is the mean over views of the mean over the view's features; views without
 * features count as 0.
 *
 * @param dimensions the length of an embedding
 * @param embeddings {@code dimensions} signed 16-bit numbers a bucket; a power of two of buckets
 * @param step the value of one unit of an embedding
 * @param output the weight of every dimension for every class, {@code output[k * dimensions + d]}
 * @param biases the bias of each class
 * @param rule how scores become probabilities and a label
 */
@SuppressWarnings("ArrayRecordComponent") // not to be changed; copied on the way in
public record SubwordWeights(
    int dimensions,
    MemorySegment embeddings,
    float step,
    float[] output,
    double[] biases,
    DecisionRule rule) {
  static final ValueLayout.OfShort NUMBER =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  public SubwordWeights {
    requireNonNull(embeddings, "embeddings");
    int classes = rule.labels().size();
    if (dimensions < 1 || dimensions > 1024) {
      throw new IllegalArgumentException("dimensions: " + dimensions + " (expected: 1 to 1024)");
    }
    long buckets = embeddings.byteSize() / Short.BYTES / dimensions;
    if (Long.bitCount(buckets) != 1 || buckets > 1 << 24) {
      throw new IllegalArgumentException(
          "buckets: " + buckets + " (expected: a power of two, up to 2^24)");
    }
    if (output.length != classes * dimensions || biases.length != classes) {
      throw new IllegalArgumentException(
          "output and biases: %d and %d (expected: %d and %d)"
              .formatted(output.length, biases.length, classes * dimensions, classes));
    }
    output = output.clone();
    biases = biases.clone();
  }

  /** Rounds embeddings to 16 bits; {@code values[bucket * dimensions + d]}. */
  public static SubwordWeights of(
      int dimensions, float[] values, float[] output, double[] biases, DecisionRule rule) {
    float max = Float.MIN_NORMAL;
    for (float value : values) {
      max = Math.max(max, Math.abs(value));
    }
    float step = max / Short.MAX_VALUE;
    MemorySegment embeddings = MemorySegment.ofArray(new byte[values.length * Short.BYTES]);
    for (int i = 0; i < values.length; i++) {
      embeddings.setAtIndex(NUMBER, i, (short) Math.round(values[i] / step));
    }
    return new SubwordWeights(dimensions, embeddings, step, output, biases, rule);
  }

  /** Returns these weights with another rule. */
  public SubwordWeights with(DecisionRule other) {
    return new SubwordWeights(dimensions, embeddings, step, output, biases, other);
  }

  int mask() {
    return (int) (embeddings.byteSize() / Short.BYTES / dimensions) - 1;
  }
}
