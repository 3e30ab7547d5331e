package chatwarden.tagger.transformer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import chatwarden.runtime.error.InternalFaultException;
import chatwarden.tagger.onnx.OnnxFile;
import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An ONNX export of a token classifier: {@code input_ids}, {@code attention_mask} and, if it asks
 * for them, {@code token_type_ids}, int64 [windows, tokens]; its first output is the scores, float
 * [windows, tokens, labels]. One thread a call; safe for use by many threads at once.
 */
final class TokenClassifier implements AutoCloseable {

  private static final Set<String> INPUTS = Set.of("input_ids", "attention_mask", "token_type_ids");

  private final OrtSession session;
  private final String output;
  private final SpanLabels labels;

  private TokenClassifier(OrtSession session, String output, SpanLabels labels) {
    this.session = session;
    this.output = output;
    this.labels = labels;
  }

  static TokenClassifier open(Path file, SpanLabels labels) throws IOException {
    OrtSession session = OnnxFile.open(file);
    try {
      return new TokenClassifier(session, output(session, file, labels), labels);
    } catch (IOException | OrtException | RuntimeException e) {
      close(session);
      throw e instanceof IOException fault
          ? fault
          : new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static String output(OrtSession session, Path file, SpanLabels labels)
      throws OrtException, IOException {
    if (!INPUTS.containsAll(session.getInputNames())
        || !session.getInputNames().contains("input_ids")) {
      throw new IOException(
          file + ": inputs " + session.getInputNames() + " (expected: of " + INPUTS + ")");
    }
    String name = session.getOutputNames().iterator().next();
    NodeInfo info = session.getOutputInfo().get(name);
    long[] shape = info != null && info.getInfo() instanceof TensorInfo t ? t.getShape() : null;
    if (shape == null || shape.length != 3 || (shape[2] >= 0 && shape[2] != labels.count())) {
      throw new IOException(
          file
              + ": output "
              + name
              + ": shape "
              + Arrays.toString(shape)
              + " (expected: [windows, tokens, "
              + labels.count()
              + " labels])");
    }
    return name;
  }

  SpanLabels labels() {
    return labels;
  }

  /** The scores of the labels, window by window, all padded to the first, the longest. */
  float[] scores(List<TokenWindow> windows) {
    int longest = windows.getFirst().length();
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try {
      for (String name : session.getInputNames()) {
        inputs.put(name, tensor(name, windows, longest));
      }
      try (OrtSession.Result result = session.run(inputs, Set.of(output))) {
        float[] scores = new float[windows.size() * longest * labels.count()];
        ((OnnxTensor) result.get(0)).getFloatBuffer().get(scores);
        return scores;
      }
    } catch (OrtException e) {
      throw InternalFaultException.of("INFERENCE_FAILED", "ONNX Runtime failed", e);
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private static OnnxTensor tensor(String name, List<TokenWindow> windows, int longest)
      throws OrtException {
    long[] values = new long[windows.size() * longest];
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
