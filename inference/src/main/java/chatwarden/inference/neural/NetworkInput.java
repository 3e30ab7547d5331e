package chatwarden.inference.neural;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import chatwarden.inference.crf.TokenizedText;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The inputs of a {@link SpanNetwork}, for one batch after the other in the same memory: ONNX
 * Runtime reads it in place. One thread at a time; grows with the largest batch, by 2,304 bytes a
 * token with three networks of width 64.
 */
public final class NetworkInput {

  private final TokenVectors tokens;
  private final int width;
  private final FloatBuffer[] vectors;
  private final float[] nothing;
  private IntBuffer lengths = ints(0);
  private int longest;
  private int texts;

  /** Inputs made of {@code embeddings}. */
  public NetworkInput(Embeddings embeddings) {
    tokens = new TokenVectors(embeddings);
    width = embeddings.width();
    vectors = new FloatBuffer[embeddings.members()];
    nothing = new float[TokenVectors.ROWS * width];
    Arrays.setAll(vectors, m -> floats(0));
  }

  /**
   * Takes {@code batch} in place of the last one.
   *
   * @param batch at least one text, none empty, the longest first
   */
  public void read(List<TokenizedText> batch) {
    texts = batch.size();
    longest = batch.getFirst().count();
    reserve();
    for (int b = 0; b < texts; b++) {
      write(batch.get(b), b);
      lengths.put(b, batch.get(b).count());
    }
  }

  private void reserve() {
    int size = longest * texts * TokenVectors.ROWS * width;
    for (int m = 0; m < vectors.length; m++) {
      if (vectors[m].capacity() < size) {
        vectors[m] = floats(size);
      }
      vectors[m].limit(size);
    }
    if (lengths.capacity() < texts) {
      lengths = ints(texts);
    }
    lengths.limit(texts);
  }

  private void write(TokenizedText text, int place) {
    for (int t = 0; t < longest; t++) {
      int at = (t * texts + place) * TokenVectors.ROWS * width;
      if (t < text.count()) {
        write(tokens.read(text, t), at);
      } else {
        for (FloatBuffer member : vectors) {
          member.put(at, nothing);
        }
      }
    }
  }

  private void write(float[] vector, int at) {
    for (int m = 0; m < vectors.length; m++) {
      for (int row = 0; row < TokenVectors.ROWS; row++) {
        vectors[m].put(at + row * width, vector, (row * vectors.length + m) * width, width);
      }
    }
  }

  private static FloatBuffer floats(int size) {
    return bytes(Float.BYTES * size).asFloatBuffer();
  }

  private static IntBuffer ints(int size) {
    return bytes(Integer.BYTES * size).asIntBuffer();
  }

  private static ByteBuffer bytes(int size) {
    return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
  }

  /** For how many networks the batch is. */
  int members() {
    return vectors.length;
  }

  /** The tokens for {@code member}, [tokens, texts, 3 * width], until the next batch is read. */
  public OnnxTensor vectors(int member) throws OrtException {
    long[] shape = {longest, texts, (long) TokenVectors.ROWS * width};
    return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), vectors[member], shape);
  }

  /** The numbers of tokens, [texts], until the next batch is read. */
  public OnnxTensor lengths() throws OrtException {
    return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), lengths, new long[] {texts});
  }

  /** The most tokens that a text of the batch has. */
  int longest() {
    return longest;
  }

  /** How many texts the batch has. */
  int texts() {
    return texts;
  }
}
