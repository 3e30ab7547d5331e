package chatwarden.benchmarks.classifier;

import ai.onnxruntime.OrtException;
import chatwarden.benchmarks.comments.BenchmarkComments;
import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.linear.LinearClassifier;
import chatwarden.inference.linear.LinearFile;
import chatwarden.inference.linear.LinearWeights;
import chatwarden.inference.weights.WeightFile;
import chatwarden.testing.model.ShippedModel;
import chatwarden.text.Normalizer;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
 * Stage 1 from text to calibrated probabilities, on one thread: the time a comment of 50 code
 * points takes. The shipped Vietnamese model, in batches of 64 and one by one; the English one in
 * batches; the normaliser alone, which is part of it; the same arithmetic over strings and hash
 * maps; and the same model run by ONNX Runtime, from the text and from features made before, whose
 * answers are checked against ours first.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ClassifierBenchmark {
  private static final int TEXTS = 64;
  private static final int FEATURES = 150_000;
  private static final float TOLERANCE = 1e-5f;

  private final List<String> texts = BenchmarkComments.vietnamese(TEXTS);
  private final List<List<String>> singles = texts.stream().map(List::of).toList();
  private final List<String> englishTexts = BenchmarkComments.english(TEXTS);

  @SuppressWarnings("NullAway.Init") // open() sets it
  private LinearClassifier classifier;

  @SuppressWarnings("NullAway.Init") // open() sets it
  private LinearClassifier english;

  /** The Vietnamese model without its patterns, as ONNX Runtime has it. */
  @SuppressWarnings("NullAway.Init") // open() sets it
  private LinearClassifier bare;

  @SuppressWarnings("NullAway.Init") // open() sets it
  private StringModel strings;

  @SuppressWarnings("NullAway.Init") // open() sets it
  private OnnxModel onnx;

  private OnnxModel.@Nullable Input features;

  /** Opens the model. */
  @Setup
  public void open() throws IOException, OrtException {
    Path model = ShippedModel.newest("vi-linear");
    classifier = LinearClassifier.open(model);
    english = LinearClassifier.open(ShippedModel.newest("en-linear"));
    strings = new StringModel(texts, FEATURES, 1);
    LinearWeights weights =
        LinearFile.open(WeightFile.in(model, LinearClassifier.WEIGHTS), Arena.ofAuto());
    Path folder = Files.createTempDirectory("bare");
    LinearFile.write(WeightFile.in(folder, LinearClassifier.WEIGHTS), weights.withoutPatterns());
    bare = LinearClassifier.open(folder);
    onnx = new OnnxModel(weights, texts, FEATURES, 1);
    features = onnx.features(texts);
    check(onnx.run(features));
  }

  /** Both must say the same. */
  private void check(float[][] answers) {
    List<ClassProbabilities> ours = bare.classify(texts);
    for (int i = 0; i < TEXTS; i++) {
      for (int k = 0; k < answers[i].length; k++) {
        float own = ours.get(i).probabilities().get(k);
        if (Math.abs(answers[i][k] - own) > TOLERANCE) {
          throw new IllegalStateException(
              "text %d class %d: %f by ONNX Runtime, %f by us".formatted(i, k, answers[i][k], own));
        }
      }
    }
  }

  /** Closes the model. */
  @TearDown
  public void close() throws OrtException {
    onnx.close();
    classifier.close();
    english.close();
    bare.close();
  }

  /** A batch of 64. */
  @Benchmark
  @OperationsPerInvocation(TEXTS)
  public List<ClassProbabilities> batched() {
    return classifier.classify(texts);
  }

  /** A batch of 64 by the English model, which has twice as many patterns. */
  @Benchmark
  @OperationsPerInvocation(TEXTS)
  public List<ClassProbabilities> batchedEnglish() {
    return english.classify(englishTexts);
  }

  /** A batch of 64 without patterns. */
  @Benchmark
  @OperationsPerInvocation(TEXTS)
  public List<ClassProbabilities> withoutPatterns() {
    return bare.classify(texts);
  }

  /** One call a comment. */
  @Benchmark
  @OperationsPerInvocation(TEXTS)
  public void oneByOne(Blackhole sink) {
    for (List<String> single : singles) {
      sink.consume(classifier.classify(single));
    }
  }

  /** The normaliser alone. */
  @Benchmark
  @OperationsPerInvocation(TEXTS)
  public void normaliserAlone(Blackhole sink) {
    for (String text : texts) {
      sink.consume(Normalizer.standard().normalize(text).text());
    }
  }

  /** A batch of 64 by ONNX Runtime, with our normaliser and n-grams. */
  @Benchmark
  @OperationsPerInvocation(TEXTS)
  public float[][] onnxRuntime() {
    return onnx.run(onnx.features(texts));
  }

  /** A batch of 64 by ONNX Runtime whose features were made before. */
  @Benchmark
  @OperationsPerInvocation(TEXTS)
  public float[][] onnxRuntimeAlone() {
    return onnx.run(java.util.Objects.requireNonNull(features));
  }

  /** The straightforward way. */
  @Benchmark
  @OperationsPerInvocation(TEXTS)
  public void stringsAndHashMaps(Blackhole sink) {
    for (String text : texts) {
      sink.consume(strings.classify(text));
    }
  }
}
