package chatwarden.benchmarks.tagger;

import ai.onnxruntime.OrtException;
import chatwarden.benchmarks.comments.BenchmarkComments;
import chatwarden.benchmarks.tagger.BareNetwork.Batches;
import chatwarden.benchmarks.tagger.BareNetwork.Part;
import chatwarden.inference.crf.CrfTagger;
import chatwarden.inference.crf.TextVote;
import chatwarden.inference.neural.NetworkFiles;
import chatwarden.inference.neural.NeuralTagger;
import chatwarden.inference.tagger.SpanTagging;
import chatwarden.inference.weights.WeightFile;
import chatwarden.testing.model.ShippedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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

/**
 * Stage 2 from text to spans, on one thread, with the shipped Vietnamese models: comments of 50
 * code points in batches of 64, the same through bare ONNX Runtime with its inputs made before, and
 * single comments.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class TaggerBenchmark {
  private static final int TEXTS = 64;
  private static final Batches ALL_AT_ONCE = new Batches(Part.WHOLE, TEXTS, TEXTS);
  private static final Batches IN_PARTS = new Batches(Part.WHOLE, TEXTS, 22);
  private static final Batches ONE = new Batches(Part.WHOLE, 1, 1);
  private static final Batches VECTORS = new Batches(Part.AFTER_EMBEDDINGS, TEXTS, TEXTS);
  private static final Batches ONE_VECTORS = new Batches(Part.AFTER_EMBEDDINGS, 1, 1);

  private final List<String> texts = BenchmarkComments.vietnamese(TEXTS);
  private int next;

  @SuppressWarnings("NullAway.Init") // open() sets it
  private NeuralTagger averaged;

  @SuppressWarnings("NullAway.Init") // open() sets it
  private NeuralTagger network;

  @SuppressWarnings("NullAway.Init") // open() sets it
  private CrfTagger crf;

  @SuppressWarnings("NullAway.Init") // open() sets it
  private BareNetwork bare;

  /** Opens the models. */
  @Setup
  public void open() throws IOException, OrtException {
    Path shipped = ShippedModel.newest("vi-averaged");
    NetworkFiles files = NetworkFiles.in(shipped);
    averaged =
        NeuralTagger.open(
            files,
            WeightFile.in(shipped, "weights"),
            0.5,
            WeightFile.in(shipped, "whole"),
            new TextVote(0.659, 0.539, 0.374, -1.561),
            1);
    network = NeuralTagger.open(files, 1.3);
    crf = CrfTagger.open(ShippedModel.newest("vi-crf"));
    bare = new BareNetwork(files, texts);
    for (Batches batches : List.of(ALL_AT_ONCE, IN_PARTS, ONE, VECTORS, ONE_VECTORS)) {
      bare.prepare(batches);
    }
  }

  /** Closes the models. */
  @TearDown
  public void close() throws OrtException {
    bare.close();
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
  public float bareInBatches() throws OrtException {
    return bare.run(ALL_AT_ONCE);
  }

  /** Bare ONNX Runtime, the 64 comments in batches of the size at which it is quickest. */
  @Benchmark
  @OperationsPerInvocation(TEXTS)
  public float bareInParts() throws OrtException {
    return bare.run(IN_PARTS);
  }

  /** Bare ONNX Runtime, one comment. */
  @Benchmark
  public float bareOneByOne() throws OrtException {
    return bare.run(ONE);
  }

  /** The networks alone on ready vectors, all 64 comments: the time of one comment. */
  @Benchmark
  @OperationsPerInvocation(TEXTS)
  public float behindEmbeddingsInBatches() throws OrtException {
    return bare.run(VECTORS);
  }

  /** The networks alone on ready vectors, one comment. */
  @Benchmark
  public float behindEmbeddingsOneByOne() throws OrtException {
    return bare.run(ONE_VECTORS);
  }
}
