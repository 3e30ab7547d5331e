package chatwarden.inference.generate;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
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
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A decoder in ONNX as Hugging Face's Optimum exports it: it reads tokens and the keys and values
 * of those before ({@code past_key_values.…}), and gives {@code logits} and the keys and values of
 * all ({@code present.…}).
 */
final class CachedDecoder implements AutoCloseable {
  private static final String PAST = "past_key_values.";
  private static final String PRESENT = "present.";
  private static final String LOGITS = "logits";

  private final OrtSession session;

  private CachedDecoder(OrtSession session) {
    this.session = session;
  }

  /**
   * Opens a decoder.
   *
   * @throws IOException if it is not a decoder that keeps states
   */
  static CachedDecoder open(Path file) throws IOException {
    OrtSession session = OnnxFile.open(file);
    boolean keepsStates = session.getInputNames().stream().anyMatch(name -> name.startsWith(PAST));
    if (!keepsStates || !session.getOutputNames().contains(LOGITS)) {
      IOException fault =
          new IOException(
              "%s: inputs %s, outputs %s (expected: past_key_values.… and logits, as exported with past)"
                  .formatted(file, session.getInputNames(), session.getOutputNames()));
      try {
        session.close();
      } catch (OrtException e) {
        fault.addSuppressed(e);
      }
      throw fault;
    }
    return new CachedDecoder(session);
  }

  boolean has(String input) {
    return session.getInputNames().contains(input);
  }

  /** Returns whether a name of a past state contains {@code part}. */
  boolean keeps(String part) {
    return session.getInputNames().stream()
        .anyMatch(name -> name.startsWith(PAST) && name.contains(part));
  }

  /** Returns zeros for every past state, of so many tokens; the caller closes them. */
  Map<String, OnnxTensor> emptyPast(int tokens) {
    Map<String, OnnxTensor> past = new HashMap<>();
    try {
      for (Map.Entry<String, NodeInfo> input : session.getInputInfo().entrySet()) {
        if (input.getKey().startsWith(PAST)) {
          long[] shape = ((TensorInfo) input.getValue().getInfo()).getShape().clone();
          shape[0] = 1;
          shape[2] = tokens;
          int size = Math.toIntExact(shape[1] * shape[2] * shape[3]);
          past.put(
              input.getKey(),
              OnnxTensor.createTensor(
                  OrtEnvironment.getEnvironment(), FloatBuffer.allocate(size), shape));
        }
      }
      return past;
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  /** Runs one step; the caller closes the result. */
  OrtSession.Result run(Map<String, OnnxTensorLike> inputs) {
    try {
      return session.run(inputs);
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  /** Adds the states of a step, those whose names {@code wanted} accepts, as past states. */
  static void putPast(
      OrtSession.Result result, Predicate<String> wanted, Map<String, OnnxTensorLike> past) {
    for (Map.Entry<String, OnnxValue> output : result) {
      String name = output.getKey();
      if (name.startsWith(PRESENT) && wanted.test(name)) {
        past.put(PAST + name.substring(PRESENT.length()), (OnnxTensor) output.getValue());
      }
    }
  }

  /** Returns the logits of the last token of a step. */
  static float[] lastLogits(OrtSession.Result result) {
    OnnxTensor logits = (OnnxTensor) result.get(LOGITS).orElseThrow();
    long[] shape = logits.getInfo().getShape();
    float[] last = new float[(int) shape[2]];
    FloatBuffer all = logits.getFloatBuffer();
    all.position(all.limit() - last.length);
    all.get(last);
    return last;
  }

  static OnnxTensor tensor(long... row) {
    try {
      return OnnxTensor.createTensor(
          OrtEnvironment.getEnvironment(), LongBuffer.wrap(row), new long[] {1, row.length});
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  /** Returns a tensor of one text whose tokens have equally many numbers. */
  static OnnxTensor tensor(float[] numbers, int tokens) {
    long[] shape = {1, tokens, numbers.length / tokens};
    try {
      return OnnxTensor.createTensor(
          OrtEnvironment.getEnvironment(), FloatBuffer.wrap(numbers), shape);
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  static OnnxTensor flag(boolean value) {
    try {
      return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), new boolean[] {value});
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  private static RuntimeException failed(OrtException e) {
    return FaultCode.INTERNAL.exception("INFERENCE_FAILED", "ONNX Runtime failed", e);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw failed(e);
    }
  }
}
