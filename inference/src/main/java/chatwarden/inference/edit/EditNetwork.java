package chatwarden.inference.edit;

import ai.onnxruntime.NodeInfo;
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
import org.jspecify.annotations.Nullable;

/**
 * The edit network in ONNX: an encoder with a head that labels each word with its edit, and the
 * head of the masked language model that it was pretrained with.
 *
 * <p>Inputs: {@code input_ids} and {@code positions}, int64 [texts, tokens]; {@code past}, keys and
 * values of another text, float [parts, heads, past, width of a head]; {@code attention_mask},
 * int64 [texts, past + tokens]; {@code places}, int64 [n], tokens counted row by row over the
 * padded texts. Outputs: {@code states}, float [texts, tokens, width]; {@code edits}, logits
 * [texts, tokens, labels]; {@code words}, log probabilities [n, vocabulary]; {@code present}, keys
 * and values of one text, as {@code past}. The answer to a text does not depend on the others.
 *
 * <p>Computes on the thread that calls it; safe for any number of threads at once.
 */
final class EditNetwork implements AutoCloseable {
  static final String MODEL = "rewriter.onnx";
  static final String STATES = "states";
  static final String EDITS = "edits";
  static final String WORDS = "words";
  private static final String PAST = "past";
  private static final String PRESENT = "present";

  private final OrtSession session;
  private final int width;

  /** The shape of the input of keys and values, without the length. */
  private final long[] pastShape;

  private EditNetwork(OrtSession session, int width, long[] pastShape) {
    this.session = session;
    this.width = width;
    this.pastShape = pastShape;
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
      return new EditNetwork(
          session, Math.toIntExact(last(session, STATES)), shape(session.getInputInfo().get(PAST)));
    } catch (IOException | OrtException | RuntimeException e) {
      close(session);
      throw e instanceof IOException fault
          ? fault
          : new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static void requireFitting(OrtSession session, Path file, int labels)
      throws IOException, OrtException {
    Set<String> expected = Set.of(STATES, EDITS, WORDS, PRESENT);
    if (!session.getOutputNames().containsAll(expected)
        || !session.getInputNames().contains(PAST)) {
      throw new IOException(
          "%s: inputs %s, outputs %s (expected: %s; %s)"
              .formatted(file, session.getInputNames(), session.getOutputNames(), PAST, expected));
    }
    long found = last(session, EDITS);
    if (found != labels) {
      throw new IOException(
          "%s: edits: %d labels (expected: %d, as the rules have)".formatted(file, found, labels));
    }
  }

  private static long last(OrtSession session, String output) throws OrtException {
    long[] shape = shape(session.getOutputInfo().get(output));
    return shape[shape.length - 1];
  }

  private static long[] shape(@Nullable NodeInfo node) {
    return ((TensorInfo) Optional.ofNullable(node).orElseThrow().getInfo()).getShape();
  }

  /** Reads a whole text: the states and edits of its tokens, and the past for its edited forms. */
  NetworkReading read(long[] ids) {
    return read(
        NetworkPast.NONE,
        List.of(NetworkRow.whole(ids)),
        List.of(),
        Set.of(STATES, EDITS, PRESENT));
  }

  /**
   * Reads parts of edited forms of a text.
   *
   * @param past of the text
   * @param rows those parts, at least one
   * @param places the tokens whose words are wanted, each as its row and its number in it
   * @param outputs those that are wanted
   */
  NetworkReading read(
      NetworkPast past, List<NetworkRow> rows, List<int[]> places, Set<String> outputs) {
    int longest = rows.stream().mapToInt(row -> row.ids().length).max().orElseThrow();
    int all = past.tokens() + longest;
    long[] ids = new long[rows.size() * longest];
    long[] positions = new long[ids.length];
    long[] mask = new long[rows.size() * all];
    for (int i = 0; i < rows.size(); i++) {
      NetworkRow row = rows.get(i);
      int length = row.ids().length;
      System.arraycopy(row.ids(), 0, ids, i * longest, length);
      System.arraycopy(row.positions(), 0, positions, i * longest, length);
      for (int token = 0; token < row.seen().length; token++) {
        mask[i * all + token] = row.seen()[token] ? 1 : 0;
      }
      Arrays.fill(mask, i * all + past.tokens(), i * all + past.tokens() + length, 1);
    }
    long[] flat =
        places.stream().mapToLong(place -> (long) place[0] * longest + place[1]).toArray();
    long[] keys = pastShape.clone();
    keys[2] = past.tokens();
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OnnxTensor input = tensor(ids, rows.size(), longest);
        OnnxTensor placed = tensor(positions, rows.size(), longest);
        OnnxTensor masked = tensor(mask, rows.size(), all);
        OnnxTensor asked = tensor(flat, flat.length);
        OnnxTensor known =
            OnnxTensor.createTensor(environment, FloatBuffer.wrap(past.numbers()), keys);
        OrtSession.Result result =
            session.run(
                Map.of(
                    "input_ids",
                    input,
                    "positions",
                    placed,
                    "attention_mask",
                    masked,
                    "places",
                    asked,
                    PAST,
                    known),
                outputs)) {
      return new NetworkReading(
          longest,
          width,
          numbers(result, STATES),
          numbers(result, EDITS),
          numbers(result, WORDS),
          new NetworkPast(longest, numbers(result, PRESENT)));
    } catch (OrtException e) {
      throw FaultCode.INTERNAL.exception("INFERENCE_FAILED", "ONNX Runtime failed", e);
    }
  }

  private static OnnxTensor tensor(long[] numbers, long... shape) throws OrtException {
    return OnnxTensor.createTensor(
        OrtEnvironment.getEnvironment(), LongBuffer.wrap(numbers), shape);
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
