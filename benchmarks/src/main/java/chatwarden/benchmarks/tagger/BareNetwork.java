package chatwarden.benchmarks.tagger;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import chatwarden.tagger.crf.TokenIds;
import chatwarden.tagger.crf.TokenizedText;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
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
  private final Map<Batches, List<Map<String, OnnxTensor>>> inputs = new HashMap<>();
  private final List<String> texts;

  /** The first {@code count} texts, so many at once: those of like length together. */
  public record Batches(int count, int atOnce) {}

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

  /** Makes what {@link #run} needs for these batches. */
  public void prepare(Batches batches) throws OrtException {
    List<TokenIds> tokens =
        texts.subList(0, batches.count).stream()
            .map(text -> TokenIds.of(TokenizedText.of(text)))
            .sorted(Comparator.comparingInt(TokenIds::count).reversed())
            .toList();
    List<Map<String, OnnxTensor>> made = new ArrayList<>();
    for (int from = 0; from < batches.count; from += batches.atOnce) {
      made.add(inputs(tokens.subList(from, Math.min(batches.count, from + batches.atOnce))));
    }
    inputs.put(batches, made);
  }

  /** Runs the network on prepared batches, each padded to its longest text; one score. */
  public float run(Batches batches) throws OrtException {
    float score = 0;
    for (Map<String, OnnxTensor> batch : inputs.getOrDefault(batches, List.of())) {
      try (OrtSession.Result result = session.run(batch)) {
        score = ((OnnxTensor) result.get(0)).getFloatBuffer().get(0);
      }
    }
    return score;
  }

  private static Map<String, OnnxTensor> inputs(List<TokenIds> tokens) throws OrtException {
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
    inputs.values().stream()
        .flatMap(List::stream)
        .forEach(batch -> batch.values().forEach(OnnxTensor::close));
    session.close();
  }
}
