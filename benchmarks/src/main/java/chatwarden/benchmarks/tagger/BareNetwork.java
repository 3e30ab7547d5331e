package chatwarden.benchmarks.tagger;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import chatwarden.benchmarks.onnx.OnnxGraph;
import chatwarden.inference.crf.TokenIds;
import chatwarden.inference.crf.TokenizedText;
import chatwarden.inference.neural.Embeddings;
import chatwarden.inference.neural.NetworkFiles;
import chatwarden.inference.neural.NetworkInput;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The networks of a span tagger on bare ONNX Runtime, one thread, their inputs made before: what no
 * server that leaves all of the work to it can be quicker than.
 */
public final class BareNetwork implements AutoCloseable {
  private final Embeddings embeddings;
  private final OrtSession whole;
  private final OrtSession afterEmbeddings;
  private final Map<Batches, List<Map<String, OnnxTensor>>> inputs = new HashMap<>();
  private final List<String> texts;

  /** How much of the work ONNX Runtime does. */
  public enum Part {
    /** All of it, from the numbers of tokens: the embeddings are gathered and added up, too. */
    WHOLE,
    /** The part after the embeddings: the vectors of tokens are given. */
    AFTER_EMBEDDINGS
  }

  /** A part for the first {@code count} texts, so many at once: those of like length together. */
  public record Batches(Part part, int count, int atOnce) {}

  /** The networks in the files, for batches of the first of {@code texts}. */
  public BareNetwork(NetworkFiles files, List<String> texts) throws IOException, OrtException {
    this.texts = List.copyOf(texts);
    embeddings = Embeddings.read(files.embeddings());
    byte[] networks = Files.readAllBytes(files.network());
    afterEmbeddings = session(networks);
    whole = session(EmbeddingGraph.of(embeddings).then(networks).model());
    requireSame();
  }

  private static OrtSession session(byte[] model) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setMemoryPatternOptimization(false);
      return OrtEnvironment.getEnvironment().createSession(model, options);
    }
  }

  /** The vectors that ONNX Runtime makes of all texts are those of the tagger. */
  private void requireSame() throws OrtException {
    List<TokenizedText> batch = sorted(texts.size());
    try (OrtSession session = session(vectorsAlone());
        OnnxTensor ids = ids(batch);
        OrtSession.Result found = session.run(Map.of("ids", ids))) {
      NetworkInput input = new NetworkInput(embeddings);
      input.read(batch);
      for (int m = 0; m < embeddings.members(); m++) {
        try (OnnxTensor expected = input.vectors(m)) {
          FloatBuffer vectors = ((OnnxTensor) found.get(m)).getFloatBuffer();
          if (!vectors.equals(expected.getFloatBuffer())) {
            throw new IllegalStateException("vectors" + m + ": not those of the tagger");
          }
        }
      }
    }
  }

  private byte[] vectorsAlone() {
    OnnxGraph graph = EmbeddingGraph.of(embeddings);
    for (int m = 0; m < embeddings.members(); m++) {
      graph.result("vectors" + m, 0, 0, 0);
    }
    return graph.model();
  }

  /** Makes what {@link #run} needs for these batches. */
  public void prepare(Batches batches) throws OrtException {
    List<TokenizedText> tokens = sorted(batches.count);
    List<Map<String, OnnxTensor>> made = new ArrayList<>();
    for (int from = 0; from < batches.count; from += batches.atOnce) {
      int to = Math.min(batches.count, from + batches.atOnce);
      made.add(inputs(batches.part, tokens.subList(from, to)));
    }
    inputs.put(batches, made);
  }

  private List<TokenizedText> sorted(int count) {
    return texts.subList(0, count).stream()
        .map(TokenizedText::of)
        .sorted(Comparator.comparingInt(TokenizedText::count).reversed())
        .toList();
  }

  /** Runs prepared batches, each padded to its longest text; one score. */
  public float run(Batches batches) throws OrtException {
    float score = 0;
    OrtSession session =
        switch (batches.part) {
          case WHOLE -> whole;
          case AFTER_EMBEDDINGS -> afterEmbeddings;
        };
    for (Map<String, OnnxTensor> batch : inputs.getOrDefault(batches, List.of())) {
      try (OrtSession.Result result = session.run(batch)) {
        score = ((OnnxTensor) result.get(0)).getFloatBuffer().get(0);
      }
    }
    return score;
  }

  private Map<String, OnnxTensor> inputs(Part part, List<TokenizedText> batch) throws OrtException {
    NetworkInput input = new NetworkInput(embeddings);
    input.read(batch);
    Map<String, OnnxTensor> inputs = new HashMap<>();
    inputs.put("lengths", input.lengths());
    switch (part) {
      case WHOLE -> inputs.put("ids", ids(batch));
      case AFTER_EMBEDDINGS -> {
        for (int m = 0; m < embeddings.members(); m++) {
          inputs.put("vectors" + m, input.vectors(m));
        }
      }
    }
    return inputs;
  }

  /** The numbers of tokens, with as many places as the batch needs. */
  private static OnnxTensor ids(List<TokenizedText> batch) throws OrtException {
    List<TokenIds> tokens = batch.stream().map(TokenIds::of).toList();
    int texts = batch.size();
    int longest = tokens.getFirst().count();
    int width =
        tokens.stream()
            .flatMapToInt(text -> IntStream.range(0, text.count()).map(text::width))
            .max()
            .orElseThrow();
    int[] ids = new int[longest * texts * width];
    for (int b = 0; b < texts; b++) {
      TokenIds text = tokens.get(b);
      for (int t = 0; t < text.count(); t++) {
        for (int i = 0; i < text.width(t); i++) {
          ids[(t * texts + b) * width + i] = text.id(t, i);
        }
      }
    }
    return OnnxTensor.createTensor(
        OrtEnvironment.getEnvironment(), IntBuffer.wrap(ids), new long[] {longest, texts, width});
  }

  @Override
  public void close() throws OrtException {
    inputs.values().stream()
        .flatMap(List::stream)
        .forEach(batch -> batch.values().forEach(OnnxTensor::close));
    whole.close();
    afterEmbeddings.close();
  }
}
