package chatwarden.tagger.neural;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import chatwarden.runtime.error.InternalFaultException;
import chatwarden.tagger.crf.TokenIds;
import chatwarden.tagger.onnx.OnnxFile;
import java.io.IOException;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * A network that scores the labels of tokens, or several networks in one file.
 *
 * <p>It reads {@code ids}, int32 [tokens, texts, places], the numbers of {@link TokenIds} with 0
 * where there is none, and {@code lengths}, int32 [texts]; it gives {@code scores}, float [members,
 * tokens, texts, 2], those of begin and of inside against outside at 0. Its members' steps between
 * labels, nine each, are the output {@code steps}, float [members, 9].
 *
 * <p>Computes on the thread that calls it, with one thread; safe for use by many threads at once.
 */
final class SpanNetwork implements AutoCloseable {

  private static final String IDS = "ids";
  private static final String LENGTHS = "lengths";
  private static final String SCORES = "scores";
  private static final String STEPS = "steps";

  private final OrtSession session;
  private final double[][] steps;

  private SpanNetwork(OrtSession session, double[][] steps) {
    this.session = session;
    this.steps = steps;
  }

  /**
   * Opens the network in {@code file}.
   *
   * @throws IOException if it is no network, or one with other inputs and outputs
   */
  static SpanNetwork open(Path file) throws IOException {
    OrtSession session = OnnxFile.open(file);
    try {
      return new SpanNetwork(session, steps(session, file));
    } catch (IOException | OrtException | RuntimeException e) {
      SpanNetwork.close(session);
      throw e instanceof IOException fault
          ? fault
          : new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static double[][] steps(OrtSession session, Path file) throws OrtException, IOException {
    if (!session.getInputNames().equals(Set.of(IDS, LENGTHS))
        || !session.getOutputNames().equals(Set.of(SCORES, STEPS))) {
      throw new IOException(
          file
              + ": inputs "
              + session.getInputNames()
              + ", outputs "
              + session.getOutputNames()
              + " (expected: ids, lengths; scores, steps)");
    }
    NodeInfo info = session.getOutputInfo().get(STEPS);
    long[] shape = info != null && info.getInfo() instanceof TensorInfo t ? t.getShape() : null;
    if (shape == null || shape.length != 2 || shape[0] < 1 || shape[1] != 9) {
      throw new IOException(
          file + ": steps: shape " + Arrays.toString(shape) + " (expected: [members, 9])");
    }
    try (OnnxTensor ids = ints(new int[] {1, 1, 1}, new long[] {1, 1, 3});
        OnnxTensor lengths = ints(new int[] {1}, new long[] {1});
        OrtSession.Result result = session.run(Map.of(IDS, ids, LENGTHS, lengths), Set.of(STEPS))) {
      float[][] values = (float[][]) result.get(0).getValue();
      double[][] steps = new double[values.length][9];
      for (int m = 0; m < values.length; m++) {
        for (int i = 0; i < 9; i++) {
          steps[m][i] = values[m][i];
        }
      }
      return steps;
    }
  }

  private static OnnxTensor ints(int[] values, long[] shape) throws OrtException {
    return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), IntBuffer.wrap(values), shape);
  }

  /** How many networks are in the file. */
  int members() {
    return steps.length;
  }

  /** The nine steps of {@code member}, not to be changed. */
  double[] steps(int member) {
    return steps[member];
  }

  /** The scores of the tokens of the batch in {@code input}. */
  TokenScores score(NetworkInput input) {
    try (OnnxTensor ids = input.ids();
        OnnxTensor lengths = input.lengths();
        OrtSession.Result result =
            session.run(Map.of(IDS, ids, LENGTHS, lengths), Set.of(SCORES))) {
      float[] scores = new float[members() * input.longest() * input.texts() * 2];
      ((OnnxTensor) result.get(0)).getFloatBuffer().get(scores);
      return new TokenScores(scores, input.longest(), input.texts());
    } catch (OrtException e) {
      throw InternalFaultException.of("INFERENCE_FAILED", "ONNX Runtime failed", e);
    }
  }

  @Override
  public void close() {
    close(session);
  }

  private static void close(OrtSession session) {
    try {
      session.close();
    } catch (OrtException e) {
      throw InternalFaultException.of("INFERENCE_FAILED", "ONNX Runtime cannot close", e);
    }
  }
}
