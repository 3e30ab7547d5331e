package chatwarden.benchmarks.tagger;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import chatwarden.tagger.crf.CrfTagger;
import chatwarden.tagger.crf.TokenIds;
import chatwarden.tagger.crf.TokenizedText;
import chatwarden.tagger.model.SpanTagging;
import chatwarden.tagger.neural.NeuralTagger;
import java.io.IOException;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Stage 2 from text to spans, on one thread, with the shipped Vietnamese models: comments of 50
 * code points in batches of 64, the same in one batch through bare ONNX Runtime with its inputs
 * made before, and single comments. The folder of the models is the system property {@code
 * chatwarden.models}, {@code models} by default.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class TaggerBenchmark {
  private static final int TEXTS = 64;
  private static final int CODE_POINTS = 50;
  private static final List<String> PARTS =
      List.of(
          "trận này hay quá mọi người ơi, xem mà hồi hộp ghê ",
          "cho em hỏi mấy giờ có trận tiếp theo vậy ạ ",
          "hqua xem toi 2h sang ma nay van vo xem tiep ne ",
          "đánh ngu như vậy mà cũng đòi đi thi đấu giải hả ",
          "mạng nhà mình lag quá, có ai bị giống vậy ko ",
          "haha cười xỉu luôn, bình luận viên hài thật sự :)) ");

  private final List<String> texts = new ArrayList<>();
  private int next;

  @SuppressWarnings("NullAway.Init") // open() sets it
  private NeuralTagger averaged;

  @SuppressWarnings("NullAway.Init") // open() sets it
  private NeuralTagger network;

  @SuppressWarnings("NullAway.Init") // open() sets it
  private CrfTagger crf;

  @SuppressWarnings("NullAway.Init") // open() sets it
  private OrtSession session;

  @SuppressWarnings("NullAway.Init") // open() sets it
  private Map<String, OnnxTensor> batch;

  @SuppressWarnings("NullAway.Init") // open() sets it
  private Map<String, OnnxTensor> single;

  /** Opens the models. */
  @Setup
  public void open() throws IOException, OrtException {
    for (int i = 0; i < TEXTS; i++) {
      String pair = PARTS.get(i % PARTS.size()) + PARTS.get((i * 5 + i / 6 + 1) % PARTS.size());
      int from = i % 11;
      texts.add(
          pair.substring(
              pair.offsetByCodePoints(0, from), pair.offsetByCodePoints(0, from + CODE_POINTS)));
    }
    Path models = Path.of(System.getProperty("chatwarden.models", "models"));
    Path shipped = models.resolve("vi-averaged/1");
    averaged =
        NeuralTagger.open(
            shipped.resolve("network.onnx"), shipped.resolve("weights.bin"), 0.4, 2.1);
    network = NeuralTagger.open(shipped.resolve("network.onnx"), 2.1);
    crf = CrfTagger.open(models.resolve("vi-crf/1"));
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setMemoryPatternOptimization(false);
      session =
          OrtEnvironment.getEnvironment()
              .createSession(shipped.resolve("network.onnx").toString(), options);
    }
    batch = inputs(texts);
    single = inputs(texts.subList(0, 1));
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

  /** Closes the models. */
  @TearDown
  public void close() throws OrtException {
    batch.values().forEach(OnnxTensor::close);
    single.values().forEach(OnnxTensor::close);
    session.close();
    averaged.close();
    network.close();
    crf.close();
  }

  private List<String> one() {
    next = (next + 1) % TEXTS;
    return texts.subList(next, next + 1);
  }

  /** The default, a batch of 64: the time of one comment. */
  @Benchmark
  @OperationsPerInvocation(TEXTS)
  public List<SpanTagging> averagedInBatches() {
    return averaged.tag(texts);
  }

  /** The default, one comment. */
  @Benchmark
  public List<SpanTagging> averagedOneByOne() {
    return averaged.tag(one());
  }

  /** The network without the CRF, a batch of 64: the time of one comment. */
  @Benchmark
  @OperationsPerInvocation(TEXTS)
  public List<SpanTagging> networkInBatches() {
    return network.tag(texts);
  }

  /** The CRF alone, a batch of 64: the time of one comment. */
  @Benchmark
  @OperationsPerInvocation(TEXTS)
  public List<SpanTagging> crfInBatches() {
    return crf.tag(texts);
  }

  /** The CRF alone, one comment. */
  @Benchmark
  public List<SpanTagging> crfOneByOne() {
    return crf.tag(one());
  }

  /** Bare ONNX Runtime, all 64 comments padded to the longest: the time of one comment. */
  @Benchmark
  @OperationsPerInvocation(TEXTS)
  public void bareInBatches(Blackhole hole) throws OrtException {
    try (OrtSession.Result result = session.run(batch)) {
      hole.consume(((OnnxTensor) result.get(0)).getFloatBuffer().get(0));
    }
  }

  /** Bare ONNX Runtime, one comment. */
  @Benchmark
  public void bareOneByOne(Blackhole hole) throws OrtException {
    try (OrtSession.Result result = session.run(single)) {
      hole.consume(((OnnxTensor) result.get(0)).getFloatBuffer().get(0));
    }
  }
}
