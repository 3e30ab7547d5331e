package chatwarden.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntConsumer;

/**
 * Tells Vietnamese, also without diacritics, from English in short chat lines. A logistic
 * regression over {@link LanguageFeatures}; its weights, {@code language.bin} beside this class,
 * are one byte a feature. Safe for any thread.
 */
public final class LanguageDetector {
  /** The BCP 47 code of Vietnamese; also the answer where a text has no letters. */
  public static final String VIETNAMESE = "vi";

  /** The BCP 47 code of English. */
  public static final String ENGLISH = "en";

  private final float bias;
  private final float step;
  private final byte[] weights;

  /**
   * A detector.
   *
   * @param bias the score of a text without features
   * @param step what one unit of a weight stands for
   * @param weights one for each of {@link LanguageFeatures#BUCKETS}, positive for Vietnamese
   */
  public LanguageDetector(float bias, float step, byte[] weights) {
    if (weights.length != LanguageFeatures.BUCKETS) {
      throw new IllegalArgumentException(
          "weights: " + weights.length + " (expected: " + LanguageFeatures.BUCKETS + ")");
    }
    this.bias = bias;
    this.step = step;
    this.weights = weights.clone();
  }

  /** Returns the detector that ships. */
  public static LanguageDetector standard() {
    return Shipped.DETECTOR;
  }

  /** Returns {@value #VIETNAMESE} or {@value #ENGLISH}, whichever is more probable. */
  public String detect(String text) {
    return probabilityOfVietnamese(text) >= 0.5 ? VIETNAMESE : ENGLISH;
  }

  /** Returns how probable it is that {@code text} is Vietnamese, in [0, 1]; 1 without letters. */
  public double probabilityOfVietnamese(String text) {
    Tally tally = new Tally();
    LanguageFeatures.each(text, tally);
    if (tally.count == 0) {
      return 1;
    }
    double score = bias + step * tally.sum / Math.sqrt(tally.count);
    return 1 / (1 + Math.exp(-score));
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

  /** Returns the detector as the bytes that {@code language.bin} holds. */
  public byte[] toBytes() {
    return ByteBuffer.allocate(2 * Float.BYTES + weights.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putFloat(bias)
        .putFloat(step)
        .put(weights)
        .array();
  }

  /** Read when first asked for. */
  private static final class Shipped {
    static final LanguageDetector DETECTOR = read("language.bin");
  }

  private static LanguageDetector read(String resource) {
    try (InputStream in = LanguageDetector.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("resource: " + resource + " (expected: beside the class)");
      }
      ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
      float bias = bytes.getFloat();
      float step = bytes.getFloat();
      byte[] weights = new byte[bytes.remaining()];
      bytes.get(weights);
      return new LanguageDetector(bias, step, weights);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
