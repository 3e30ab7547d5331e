package chatwarden.inference.edit;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import chatwarden.inference.onnx.OnnxFile;
import chatwarden.runtime.error.FaultCode;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The edit network in ONNX: an encoder with a head that labels each word with its edit, and the
 * head of the masked language model that it was pretrained with.
 *
 * <p>Inputs: {@code input_ids} and {@code attention_mask}, int64 [texts, tokens]; {@code places},
 * int64 [n], tokens counted row by row over the padded texts. Outputs: {@code states}, float
 * [texts, tokens, width]; {@code edits}, logits [texts, tokens, labels]; {@code words}, log
 * probabilities [n, vocabulary]. The answer to a text does not depend on the others.
 *
 * <p>Computes on the thread that calls it; safe for any number of threads at once.
 */
final class EditNetwork implements AutoCloseable {
  static final String MODEL = "rewriter.onnx";
  static final String STATES = "states";
  static final String EDITS = "edits";
  static final String WORDS = "words";

  private final OrtSession session;
  private final int width;

  private EditNetwork(OrtSession session, int width) {
    this.session = session;
    this.width = width;
  }

  /**
   * Opens a network.
   *
   * @param labels how many labels it has to have
   * @throws IOException if it is not such a network
   */
  static EditNetwork open(Path file, int labels) throws IOException {
    OrtSession session = OnnxFile.open(file);
    try {
      requireFitting(session, file, labels);
      return new EditNetwork(session, Math.toIntExact(last(session, STATES)));
    } catch (IOException | OrtException | RuntimeException e) {
      close(session);
      throw e instanceof IOException fault
          ? fault
          : new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static void requireFitting(OrtSession session, Path file, int labels)
      throws IOException, OrtException {
    Set<String> expected = Set.of(STATES, EDITS, WORDS);
    if (!session.getOutputNames().containsAll(expected)) {
      throw new IOException(
          "%s: outputs %s (expected: %s)".formatted(file, session.getOutputNames(), expected));
    }
    long found = last(session, EDITS);
    if (found != labels) {
      throw new IOException(
          "%s: edits: %d labels (expected: %d, as the rules have)".formatted(file, found, labels));
    }
  }

  private static long last(OrtSession session, String output) throws OrtException {
    var info = Optional.ofNullable(session.getOutputInfo().get(output)).orElseThrow().getInfo();
    long[] shape = ((TensorInfo) info).getShape();
    return shape[shape.length - 1];
  }

  /**
   * Reads texts.
   *
   * @param rows the tokens of each, at least one
   * @param places the tokens whose words are wanted, each as its row and its place in it
   * @param outputs those that are wanted
   */
  NetworkReading read(List<long[]> rows, List<int[]> places, Set<String> outputs) {
    int longest = rows.stream().mapToInt(row -> row.length).max().orElseThrow();
    long[] ids = new long[rows.size() * longest];
    long[] mask = new long[ids.length];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, ids, i * longest, rows.get(i).length);
      Arrays.fill(mask, i * longest, i * longest + rows.get(i).length, 1);
    }
    long[] flat =
        places.stream().mapToLong(place -> (long) place[0] * longest + place[1]).toArray();
    long[] shape = {rows.size(), longest};
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OnnxTensor input = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
        OnnxTensor masked = OnnxTensor.createTensor(environment, LongBuffer.wrap(mask), shape);
        OnnxTensor asked =
            OnnxTensor.createTensor(environment, LongBuffer.wrap(flat), new long[] {flat.length});
        OrtSession.Result result =
            session.run(
                Map.of("input_ids", input, "attention_mask", masked, "places", asked), outputs)) {
      return new NetworkReading(
          longest, width, numbers(result, STATES), numbers(result, EDITS), numbers(result, WORDS));
    } catch (OrtException e) {
      throw FaultCode.INTERNAL.exception("INFERENCE_FAILED", "ONNX Runtime failed", e);
    }
  }

  private static float[] numbers(OrtSession.Result result, String output) {
    return result
        .get(output)
        .map(
            value -> {
              FloatBuffer buffer = ((OnnxTensor) value).getFloatBuffer();
              float[] numbers = new float[buffer.remaining()];
              buffer.get(numbers);
              return numbers;
            })
        .orElse(new float[0]);
  }

  @Override
  public void close() {
    close(session);
  }

  private static void close(OrtSession session) {
    try {
      session.close();
    } catch (OrtException e) {
      throw FaultCode.INTERNAL.exception("INFERENCE_FAILED", "ONNX Runtime cannot close", e);
    }
  }
}
