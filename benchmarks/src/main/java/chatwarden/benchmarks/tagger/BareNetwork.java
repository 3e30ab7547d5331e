package chatwarden.benchmarks.tagger;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import chatwarden.tagger.crf.TokenIds;
import chatwarden.tagger.crf.TokenizedText;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The network of a span tagger on bare ONNX Runtime, one thread, its inputs made before: what no
 * server around it can be quicker than.
 */
public final class BareNetwork implements AutoCloseable {
  private final OrtSession session;
  private final Map<Integer, Map<String, OnnxTensor>> inputs = new HashMap<>();
  private final List<String> texts;

  /** The network in the file, for batches of the first of {@code texts}. */
  public BareNetwork(Path network, List<String> texts) throws OrtException {
    this.texts = List.copyOf(texts);
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setMemoryPatternOptimization(false);
      session = OrtEnvironment.getEnvironment().createSession(network.toString(), options);
    }
  }

  /** Makes what {@link #run} needs for so many texts. */
  public void prepare(int count) throws OrtException {
    inputs.put(count, inputs(texts.subList(0, count)));
  }

  /** Runs the network on the first {@code count} texts, padded to the longest; one score. */
  public float run(int count) throws OrtException {
    try (OrtSession.Result result = session.run(inputs.get(count))) {
      return ((OnnxTensor) result.get(0)).getFloatBuffer().get(0);
    }
  }

  private static Map<String, OnnxTensor> inputs(List<String> texts) throws OrtException {
    List<TokenIds> tokens =
        texts.stream()
            .map(text -> TokenIds.of(TokenizedText.of(text)))
            .sorted(Comparator.comparingInt(TokenIds::count).reversed())
            .toList();
    int longest = tokens.getFirst().count();
    int[] ids = new int[longest * tokens.size() * TokenIds.MOST];
    int[] lengths = new int[tokens.size()];
    for (int b = 0; b < lengths.length; b++) {
      TokenIds text = tokens.get(b);
      lengths[b] = text.count();
      for (int t = 0; t < text.count(); t++) {
        for (int i = 0; i < text.width(t); i++) {
          ids[(t * lengths.length + b) * TokenIds.MOST + i] = text.id(t, i);
        }
      }
    }
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    return Map.of(
        "ids",
        OnnxTensor.createTensor(
            environment, IntBuffer.wrap(ids), new long[] {longest, lengths.length, TokenIds.MOST}),
        "lengths",
        OnnxTensor.createTensor(environment, IntBuffer.wrap(lengths), new long[] {lengths.length}));
  }

  @Override
  public void close() throws OrtException {
    inputs.values().forEach(batch -> batch.values().forEach(OnnxTensor::close));
    session.close();
  }
}
