package chatwarden.inference.generate;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import chatwarden.inference.onnx.OnnxFile;
import chatwarden.runtime.error.FaultCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An encoder and decoder such as T5, exported as {@code encoder_model.onnx} and {@code
 * decoder_model_merged.onnx}. The prompt is what the encoder reads. A decoder that keeps no states
 * of the encoder needs no branch for the first step: its past is empty then.
 */
final class SequenceModel implements TokenModel {
  static final String ENCODER = "encoder_model.onnx";
  static final String DECODER = "decoder_model_merged.onnx";

  private static final String CACHED = "use_cache_branch";
  private static final String ENCODER_PART = ".encoder.";

  private final OrtSession encoder;
  private final CachedDecoder decoder;
  private final long start;

  private SequenceModel(OrtSession encoder, CachedDecoder decoder, long start) {
    this.encoder = encoder;
    this.decoder = decoder;
    this.start = start;
  }

  /**
   * Opens a model.
   *
   * @param start the token that the decoder begins with
   */
  static SequenceModel open(Path folder, long start) throws IOException {
    OrtSession encoder = OnnxFile.open(folder.resolve(ENCODER));
    try {
      CachedDecoder decoder = CachedDecoder.open(folder.resolve(DECODER));
      if (!decoder.has(CACHED) && decoder.keeps(ENCODER_PART)) {
        decoder.close();
        throw new IOException(
            folder.resolve(DECODER) + ": no input " + CACHED + " (expected: a merged decoder)");
      }
      return new SequenceModel(encoder, decoder, start);
    } catch (IOException | RuntimeException e) {
      closeEncoder(encoder);
      throw e;
    }
  }

  @Override
  public Continuation begin(long[] prompt) {
    return begin(prompt, Map.of());
  }

  /** Returns the model of a prompt of which the encoder reads more than the tokens. */
  TokenModel reading(Map<String, OnnxTensor> more) {
    return new Informed(more);
  }

  private Continuation begin(long[] prompt, Map<String, OnnxTensor> more) {
    long[] mask = new long[prompt.length];
    Arrays.fill(mask, 1);
    OnnxTensor attention = CachedDecoder.tensor(mask);
    OrtSession.Result encoded;
    try (OnnxTensor ids = CachedDecoder.tensor(prompt)) {
      Map<String, OnnxTensor> inputs = new HashMap<>(more);
      inputs.put("input_ids", ids);
      inputs.put("attention_mask", attention);
      encoded = encoder.run(inputs);
    } catch (OrtException e) {
      attention.close();
      throw FaultCode.INTERNAL.exception("INFERENCE_FAILED", "ONNX Runtime failed", e);
    }
    Map<String, OnnxTensor> past = decoder.emptyPast(decoder.has(CACHED) ? 1 : 0);
    try {
      Source source = new Source(attention, encoded);
      return new State(source, step(source, start, past, false), null);
    } finally {
      past.values().forEach(OnnxTensor::close);
    }
  }

  private OrtSession.Result step(
      Source source, long token, Map<String, ? extends OnnxTensorLike> past, boolean cached) {
    try (OnnxTensor ids = CachedDecoder.tensor(token);
        OnnxTensor branch = CachedDecoder.flag(cached)) {
      Map<String, OnnxTensorLike> inputs = new HashMap<>(past);
      inputs.put("input_ids", ids);
      inputs.put("encoder_attention_mask", source.attention());
      inputs.put("encoder_hidden_states", (OnnxTensor) source.encoded().get(0));
      if (decoder.has(CACHED)) {
        inputs.put(CACHED, branch);
      }
      return decoder.run(inputs);
    }
  }

  @Override
  public void close() {
    decoder.close();
    closeEncoder(encoder);
  }

  private static void closeEncoder(OrtSession encoder) {
    try {
      encoder.close();
    } catch (OrtException e) {
      throw FaultCode.INTERNAL.exception("INFERENCE_FAILED", "ONNX Runtime cannot close", e);
    }
  }

  /** This model with other inputs of the encoder, which the caller closes; it owns nothing. */
  private final class Informed implements TokenModel {
    private final Map<String, OnnxTensor> more;

    Informed(Map<String, OnnxTensor> more) {
      this.more = Map.copyOf(more);
    }

    @Override
    public Continuation begin(long[] prompt) {
      return SequenceModel.this.begin(prompt, more);
    }

    @Override
    public void close() {}
  }

  /** The prompt as the encoder read it. */
  private record Source(OnnxTensor attention, OrtSession.Result encoded) {}

  /** The states after a step; those of the encoder come from the first. */
  private final class State implements Continuation {
    private final Source source;
    private final OrtSession.Result result;
    private final State first;
    private final float[] logits;

    /** Counts the states that need the first one's memory, which the last of them closes. */
    private int users;

    State(Source source, OrtSession.Result result, @Nullable State first) {
      this.source = source;
      this.result = result;
      this.first = first == null ? this : first;
      this.first.users++;
      this.logits = CachedDecoder.lastLogits(result);
    }

    @Override
    public float[] logits() {
      return logits;
    }

    @Override
    public Continuation next(long token) {
      Map<String, OnnxTensorLike> past = new HashMap<>();
      CachedDecoder.putPast(first.result, name -> name.contains(ENCODER_PART), past);
      CachedDecoder.putPast(result, name -> !name.contains(ENCODER_PART), past);
      return new State(source, step(source, token, past, true), first);
    }

    @Override
    public void close() {
      first.users--;
      if (this != first) {
        result.close();
      }
      if (first.users == 0) {
        first.result.close();
        source.encoded().close();
        source.attention().close();
      }
    }
  }
}
