package chatwarden.inference.transformer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import chatwarden.inference.onnx.OnnxFile;
import chatwarden.runtime.error.FaultCode;
import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The ONNX file of an export with its tokenizer: {@code input_ids} and, if it asks for them, {@code
 * attention_mask} and {@code token_type_ids}, int64 [windows, tokens]; its first output is the
 * scores, float. Computes on the thread that calls it; safe for use by many threads at once.
 */
public final class ExportedModel implements AutoCloseable {

  private static final Set<String> INPUTS = Set.of("input_ids", "attention_mask", "token_type_ids");

  /** The most tokens of a batch, padding included, unless one window alone has more. */
  private static final int BATCH_TOKENS = 2_048;

  private final OrtSession session;
  private final String output;
  private final WindowTokenizer tokenizer;
  private final ExportConfig config;

  /** The things that a model scores. */
  public enum Scored {
    /** Each token: [windows, tokens, labels]. */
    TOKENS("[windows, tokens, %d labels]", 3),
    /** The whole window: [windows, labels]. */
    WINDOWS("[windows, %d labels]", 2);

    private final String shape;
    private final int dimensions;

    Scored(String shape, int dimensions) {
      this.shape = shape;
      this.dimensions = dimensions;
    }
  }

  /** Takes the scores of a window: those of its labels, or of each token's labels in a row. */
  @FunctionalInterface
  public interface Scores {
    /**
     * Takes the scores from {@code at} on.
     *
     * @param at the place of the window's first score in {@code scores}
     */
    void take(TokenWindow window, float[] scores, int at);
  }

  private ExportedModel(
      OrtSession session, String output, WindowTokenizer tokenizer, ExportConfig config) {
    this.session = session;
    this.output = output;
    this.tokenizer = tokenizer;
    this.config = config;
  }

  /**
   * Opens an export.
   *
   * @param model the ONNX file
   * @param tokenizer the {@code tokenizer.json} that it was made for
   * @throws IOException if one of them cannot be read, or they do not fit each other
   */
  public static ExportedModel open(Path model, Path tokenizer, ExportConfig config, Scored scored)
      throws IOException {
    OrtSession session = OnnxFile.open(model);
    try {
      String output = output(session, model, scored, config.labels().size());
      return new ExportedModel(
          session, output, WindowTokenizer.open(tokenizer, config.maxTokens()), config);
    } catch (IOException | OrtException | RuntimeException e) {
      close(session);
      throw e instanceof IOException fault
          ? fault
          : new IOException(model + ": " + e.getMessage(), e);
    }
  }

  private static String output(OrtSession session, Path file, Scored scored, int labels)
      throws OrtException, IOException {
    if (!INPUTS.containsAll(session.getInputNames())
        || !session.getInputNames().contains("input_ids")) {
      throw new IOException(
          file + ": inputs " + session.getInputNames() + " (expected: of " + INPUTS + ")");
    }
    String name = session.getOutputNames().iterator().next();
    NodeInfo info = session.getOutputInfo().get(name);
    long[] shape = info != null && info.getInfo() instanceof TensorInfo t ? t.getShape() : null;
    if (shape == null
        || shape.length != scored.dimensions
        || (shape[shape.length - 1] >= 0 && shape[shape.length - 1] != labels)) {
      throw new IOException(
          "%s: output %s: shape %s (expected: %s)"
              .formatted(file, name, Arrays.toString(shape), scored.shape.formatted(labels)));
    }
    return name;
  }

  /** Returns the facts of its {@code config.json}. */
  public ExportConfig config() {
    return config;
  }

  /**
   * Scores the windows of every text, those of like length together. A blank text has none.
   *
   * @param taker gets each window once, in no order
   */
  public void score(List<String> texts, Scores taker) {
    List<TokenWindow> windows = new ArrayList<>(tokenizer.windows(texts));
    windows.sort(Comparator.comparing(TokenWindow::length).reversed());
    for (int from = 0; from < windows.size(); ) {
      int most = Math.max(1, BATCH_TOKENS / Math.max(1, windows.get(from).length()));
      int to = Math.min(windows.size(), from + most);
      List<TokenWindow> batch = windows.subList(from, to);
      float[] scores = scores(batch);
      int each = scores.length / batch.size();
      for (int w = 0; w < batch.size(); w++) {
        taker.take(batch.get(w), scores, w * each);
      }
      from = to;
    }
  }

  /** Returns the scores, window by window, all padded to the first, the longest. */
  private float[] scores(List<TokenWindow> windows) {
    int longest = windows.getFirst().length();
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try {
      for (String name : session.getInputNames()) {
        inputs.put(name, tensor(name, windows, longest));
      }
      try (OrtSession.Result result = session.run(inputs, Set.of(output))) {
        var buffer = ((OnnxTensor) result.get(0)).getFloatBuffer();
        float[] scores = new float[buffer.remaining()];
        buffer.get(scores);
        return scores;
      }
    } catch (OrtException e) {
      throw FaultCode.INTERNAL.exception("INFERENCE_FAILED", "ONNX Runtime failed", e);
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private OnnxTensor tensor(String name, List<TokenWindow> windows, int longest)
      throws OrtException {
    long[] values = new long[windows.size() * longest];
    if (name.equals("input_ids")) {
      Arrays.fill(values, config.padding());
    }
    for (int w = 0; w < windows.size(); w++) {
      Encoding encoding = windows.get(w).encoding();
      long[] row =
          switch (name) {
            case "input_ids" -> encoding.getIds();
            case "attention_mask" -> encoding.getAttentionMask();
            default -> encoding.getTypeIds();
          };
      System.arraycopy(row, 0, values, w * longest, row.length);
    }
    return OnnxTensor.createTensor(
        OrtEnvironment.getEnvironment(),
        LongBuffer.wrap(values),
        new long[] {windows.size(), longest});
  }

  @Override
  public void close() {
    tokenizer.close();
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
