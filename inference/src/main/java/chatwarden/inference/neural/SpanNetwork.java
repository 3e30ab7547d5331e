package chatwarden.inference.neural;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import chatwarden.inference.crf.TokenizedText;
import chatwarden.inference.onnx.OnnxFile;
import chatwarden.runtime.error.FaultCode;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A network that scores the labels of tokens, or several networks in one file, and the embeddings
 * that they read.
 *
 * <p>The file reads for each of its members {@code vectors0}, {@code vectors1} and so on, float
 * [tokens, texts, 3 * width], what {@link TokenVectors} makes of tokens, and {@code lengths}, int32
 * [texts]; it gives {@code scores}, float [members, tokens, texts, 2], those of begin and of inside
 * against outside at 0. Its members' steps between labels, nine each, are the output {@code steps},
 * float [members, 9].
 *
 * <p>Computes on the thread that calls it, with one thread; safe for use by many threads at once.
 */
final class SpanNetwork implements AutoCloseable {

  private static final String VECTORS = "vectors";
  private static final String LENGTHS = "lengths";
  private static final String SCORES = "scores";
  private static final String STEPS = "steps";
  private static final int STEP_COUNT = 9;

  private final Embeddings embeddings;
  private final OrtSession session;
  private final double[][] steps;

  private SpanNetwork(Embeddings embeddings, OrtSession session, double[][] steps) {
    this.embeddings = embeddings;
    this.session = session;
    this.steps = steps;
  }

  /**
   * Opens the network in {@code files}.
   *
   * @throws IOException if a file is damaged, the network has other inputs and outputs, or the two
   *     do not belong together
   */
  static SpanNetwork open(NetworkFiles files) throws IOException {
    Embeddings embeddings = Embeddings.read(files.embeddings());
    OrtSession session = OnnxFile.open(files.network());
    try {
      requireFitting(session, embeddings, files);
      return new SpanNetwork(embeddings, session, steps(session, embeddings));
    } catch (IOException | OrtException | RuntimeException e) {
      SpanNetwork.close(session);
      throw e instanceof IOException fault
          ? fault
          : new IOException(files.network() + ": " + e.getMessage(), e);
    }
  }

  private static void requireFitting(OrtSession session, Embeddings embeddings, NetworkFiles files)
      throws OrtException, IOException {
    int members = embeddings.members();
    Set<String> inputs = new TreeSet<>(Set.of(LENGTHS));
    for (int m = 0; m < members; m++) {
      inputs.add(VECTORS + m);
    }
    if (!session.getInputNames().equals(inputs)
        || !session.getOutputNames().equals(Set.of(SCORES, STEPS))) {
      throw new IOException(
          "%s: inputs %s, outputs %s (expected: %s; [scores, steps], as %s has embeddings for %d)"
              .formatted(
                  files.network(),
                  session.getInputNames(),
                  session.getOutputNames(),
                  inputs,
                  files.embeddings(),
                  members));
    }
    for (int m = 0; m < members; m++) {
      requireWidth(session.getInputInfo().get(VECTORS + m), VECTORS + m, embeddings, files);
    }
    long[] shape = shape(session.getOutputInfo().get(STEPS));
    if (!Arrays.equals(shape, new long[] {members, STEP_COUNT})) {
      throw new IOException(
          "%s: steps: shape %s (expected: [%d, %d])"
              .formatted(files.network(), Arrays.toString(shape), members, STEP_COUNT));
    }
  }

  private static void requireWidth(
      @Nullable NodeInfo input, String name, Embeddings embeddings, NetworkFiles files)
      throws IOException {
    long[] shape = shape(input);
    int expected = TokenVectors.ROWS * embeddings.width();
    if (shape.length != 3 || shape[2] != expected) {
      throw new IOException(
          "%s: %s: shape %s (expected: [tokens, texts, %d], as %s has embeddings of width %d)"
              .formatted(
                  files.network(),
                  name,
                  Arrays.toString(shape),
                  expected,
                  files.embeddings(),
                  embeddings.width()));
    }
  }

  private static long[] shape(@Nullable NodeInfo info) {
    return info != null && info.getInfo() instanceof TensorInfo t ? t.getShape() : new long[0];
  }

  private static double[][] steps(OrtSession session, Embeddings embeddings) throws OrtException {
    NetworkInput input = new NetworkInput(embeddings);
    input.read(List.of(TokenizedText.of("a")));
    try (Tensors tensors = new Tensors(input);
        OrtSession.Result result = session.run(tensors.named, Set.of(STEPS))) {
      float[][] values = (float[][]) result.get(0).getValue();
      double[][] steps = new double[values.length][STEP_COUNT];
      for (int m = 0; m < values.length; m++) {
        for (int i = 0; i < STEP_COUNT; i++) {
          steps[m][i] = values[m][i];
        }
      }
      return steps;
    }
  }

  /** An input as ONNX Runtime takes it. */
  private static final class Tensors implements AutoCloseable {
    private final Map<String, OnnxTensorLike> named = new HashMap<>();

    Tensors(NetworkInput input) throws OrtException {
      named.put(LENGTHS, input.lengths());
      for (int m = 0; m < input.members(); m++) {
        named.put(VECTORS + m, input.vectors(m));
      }
    }

    @Override
    public void close() {
      named.values().forEach(OnnxTensorLike::close);
    }
  }

  /** How many networks are in the file. */
  int members() {
    return steps.length;
  }

  /** The nine steps of {@code member}, not to be changed. */
  double[] steps(int member) {
    return steps[member];
  }

  /** Memory for the inputs of batches. */
  NetworkInput input() {
    return new NetworkInput(embeddings);
  }

  /** The scores of the tokens of the batch in {@code input}. */
  TokenScores score(NetworkInput input) {
    try (Tensors tensors = new Tensors(input);
        OrtSession.Result result = session.run(tensors.named, Set.of(SCORES))) {
      float[] scores = new float[members() * input.longest() * input.texts() * 2];
      ((OnnxTensor) result.get(0)).getFloatBuffer().get(scores);
      return new TokenScores(scores, input.longest(), input.texts());
    } catch (OrtException e) {
      throw FaultCode.INTERNAL.exception("INFERENCE_FAILED", "ONNX Runtime failed", e);
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
      throw FaultCode.INTERNAL.exception("INFERENCE_FAILED", "ONNX Runtime cannot close", e);
    }
  }
}
