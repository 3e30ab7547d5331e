package chatwarden.tagger.neural;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import chatwarden.tagger.crf.TokenIds;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The inputs of a {@link SpanNetwork}, for one batch after the other in the same memory: ONNX
 * Runtime reads it where it lies. One thread at a time; grows with the largest batch.
 */
final class NetworkInput {

  private static final int LEAST_WIDTH = 3;

  private int[] rows = new int[0];
  private IntBuffer ids = direct(0);
  private IntBuffer lengths = direct(0);
  private int longest;
  private int texts;
  private int width;

  /**
   * Takes {@code batch} in place of the last one.
   *
   * @param batch at least one text, none empty, the longest first
   */
  void read(List<TokenIds> batch) {
    texts = batch.size();
    longest = batch.getFirst().count();
    width = LEAST_WIDTH;
    for (TokenIds text : batch) {
      for (int t = 0; t < text.count(); t++) {
        width = Math.max(width, text.width(t));
      }
    }
    reserve();
    for (int b = 0; b < texts; b++) {
      write(batch.get(b), b);
      lengths.put(b, batch.get(b).count());
    }
    ids.put(0, rows, 0, ids.limit());
  }

  private void reserve() {
    int size = longest * texts * width;
    if (rows.length < size) {
      rows = new int[size];
      ids = direct(size);
    }
    if (lengths.capacity() < texts) {
      lengths = direct(texts);
    }
    ids.limit(size);
    lengths.limit(texts);
  }

  private void write(TokenIds text, int place) {
    for (int t = 0; t < longest; t++) {
      int at = (t * texts + place) * width;
      int end = at + width;
      if (t < text.count()) {
        text.copy(t, rows, at);
        at += text.width(t);
      }
      Arrays.fill(rows, at, end, 0);
    }
  }

  private static IntBuffer direct(int size) {
    return ByteBuffer.allocateDirect(Integer.BYTES * size)
        .order(ByteOrder.nativeOrder())
        .asIntBuffer();
  }

  /** The rows of the tokens, [tokens, texts, places], until the next batch is read. */
  OnnxTensor ids() throws OrtException {
    return tensor(ids, longest, texts, width);
  }

  /** The numbers of tokens, [texts], until the next batch is read. */
  OnnxTensor lengths() throws OrtException {
    return tensor(lengths, texts);
  }

  private static OnnxTensor tensor(IntBuffer values, long... shape) throws OrtException {
    return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), values, shape);
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
