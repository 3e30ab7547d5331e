package chatwarden.inference.generate;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;

/** A causal language model such as GPT-2, exported as {@code model.onnx} with past states. */
final class CausalModel implements TokenModel {
  static final String FILE = "model.onnx";

  private final CachedDecoder decoder;

  private CausalModel(CachedDecoder decoder) {
    this.decoder = decoder;
  }

  static CausalModel open(Path folder) throws IOException {
    return new CausalModel(CachedDecoder.open(folder.resolve(FILE)));
  }

  @Override
  public Continuation begin(long[] prompt) {
    Map<String, OnnxTensor> past = decoder.emptyPast(0);
    try {
      return step(prompt, 0, past);
    } finally {
      past.values().forEach(OnnxTensor::close);
    }
  }

  private Continuation step(long[] tokens, int before, Map<String, ? extends OnnxTensorLike> past) {
    long[] mask = new long[before + tokens.length];
    Arrays.fill(mask, 1);
    long[] positions = LongStream.range(before, before + tokens.length).toArray();
    try (OnnxTensor ids = CachedDecoder.tensor(tokens);
        OnnxTensor attention = CachedDecoder.tensor(mask);
        OnnxTensor places = CachedDecoder.tensor(positions)) {
      Map<String, OnnxTensorLike> inputs = new HashMap<>(past);
      inputs.put("input_ids", ids);
      inputs.put("attention_mask", attention);
      if (decoder.has("position_ids")) {
        inputs.put("position_ids", places);
      }
      return new State(decoder.run(inputs), mask.length);
    }
  }

  @Override
  public void close() {
    decoder.close();
  }

  /** The states after a step. */
  private final class State implements Continuation {
    private final OrtSession.Result result;
    private final int length;
    private final float[] logits;

    State(OrtSession.Result result, int length) {
      this.result = result;
      this.length = length;
      this.logits = CachedDecoder.lastLogits(result);
    }

    @Override
    public float[] logits() {
      return logits;
    }

    @Override
    public Continuation next(long token) {
      Map<String, OnnxTensorLike> past = new HashMap<>();
      CachedDecoder.putPast(result, _ -> true, past);
      return step(new long[] {token}, length, past);
    }

    @Override
    public void close() {
      result.close();
    }
  }
}
