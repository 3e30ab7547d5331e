package chatwarden.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalDouble;
import java.util.function.IntConsumer;

/**
 * A logistic regression over {@link LanguageFeatures} whose weights are one byte a feature. Safe
 * for any thread.
 */
public final class LanguageScore {
  private final float bias;
  private final float step;
  private final byte[] weights;

  /**
   * A score.
   *
   * @param bias the score of a text without features
   * @param step the worth of one unit of a weight
   * @param weights one for each of {@link LanguageFeatures#BUCKETS}
   */
  public LanguageScore(float bias, float step, byte[] weights) {
    if (weights.length != LanguageFeatures.BUCKETS) {
      throw new IllegalArgumentException(
          "weights: " + weights.length + " (expected: " + LanguageFeatures.BUCKETS + ")");
    }
    this.bias = bias;
    this.step = step;
    this.weights = weights.clone();
  }

  /**
   * Returns the probability of the class that positive weights speak for; empty without letters.
   */
  public OptionalDouble probability(String text) {
    Tally tally = new Tally();
    LanguageFeatures.each(text, tally);
    if (tally.count == 0) {
      return OptionalDouble.empty();
    }
    double score = bias + step * tally.sum / Math.sqrt(tally.count);
    return OptionalDouble.of(1 / (1 + Math.exp(-score)));
  }

  /** Adds up the weights of features. */
  private final class Tally implements IntConsumer {
    private long sum;
    private int count;

    @Override
    public void accept(int feature) {
      sum += weights[feature];
      count++;
    }
  }

  /** Returns the score as the bytes that {@link #read} takes. */
  public byte[] toBytes() {
    return ByteBuffer.allocate(2 * Float.BYTES + weights.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putFloat(bias)
        .putFloat(step)
        .put(weights)
        .array();
  }

  /** Reads a file beside this class. */
  static LanguageScore read(String resource) {
    try (InputStream in = LanguageScore.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("resource: " + resource + " (expected: beside the class)");
      }
      ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
      float bias = bytes.getFloat();
      float step = bytes.getFloat();
      byte[] weights = new byte[bytes.remaining()];
      bytes.get(weights);
      return new LanguageScore(bias, step, weights);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
