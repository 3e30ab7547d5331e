package chatwarden.benchmarks.rewriter;

import chatwarden.inference.classifier.Classifier;
import chatwarden.inference.classifier.Question;
import chatwarden.inference.loader.ClassifierLoaders;
import chatwarden.inference.loader.RewriterLoaders;
import chatwarden.inference.rewriter.Rewriter;
import chatwarden.inference.rewriter.Rewriting;
import chatwarden.repository.ModelFiles;
import chatwarden.repository.ModelLoader;
import chatwarden.testing.model.ShippedModel;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Stage 3 from text to ranked candidates, on one thread, with the model that ships: offensive texts
 * of about 20 tokens, none twice. Either stage 1 has read a text before, as it has read each
 * flagged comment of a platform, so that the encoder remembers its answer; or nothing has.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 5)
@Measurement(iterations = 4, time = 10)
@Fork(1)
public class RewriterBenchmark {
  private static final List<String> ENGLISH =
      List.of(
          "game", "team", "music", "stream", "video", "play", "watch", "night", "people", "really",
          "never", "again", "with", "this", "that", "music", "round", "map", "late", "slow");
  private static final List<String> VIETNAMESE =
      List.of(
          "chơi", "game", "đội", "nhạc", "xem", "hôm", "nay", "mọi", "người", "với", "này", "kia",
          "lại", "nữa", "tối", "sáng", "nhanh", "chậm", "vào", "ra");

  private final Random random = new Random(7);

  @SuppressWarnings("NullAway.Init") // open() sets it
  private Rewriter rewriter;

  @SuppressWarnings("NullAway.Init") // open() sets it
  private Classifier classifier;

  /** Opens the models, which share their encoder. */
  @Setup
  public void open() throws Exception {
    rewriter = RewriterLoaders.all().getFirst().open(files("chat-rewriter"));
    for (ModelLoader<Classifier> loader : ClassifierLoaders.all()) {
      if (loader.format().equals("chatwarden-cascade")) {
        classifier = loader.open(files("chat"));
      }
    }
  }

  private static ModelFiles files(String model) throws Exception {
    return ModelFiles.open(ShippedModel.newest(model));
  }

  /** Closes the models. */
  @TearDown
  public void close() {
    rewriter.close();
    classifier.close();
  }

  private String english() {
    return text("you are such a stupid idiot", ENGLISH);
  }

  private String vietnamese() {
    return text("mày ngu như chó vậy", VIETNAMESE);
  }

  private String text(String rude, List<String> words) {
    StringBuilder text = new StringBuilder(rude);
    for (int i = 0; i < 14; i++) {
      text.append(' ').append(words.get(random.nextInt(words.size())));
    }
    return text.toString();
  }

  /** Texts that stage 1 has read, made anew before each call. */
  @State(Scope.Thread)
  public static class Flagged {
    @SuppressWarnings("NullAway.Init") // read() sets it
    private String english;

    @SuppressWarnings("NullAway.Init") // read() sets it
    private String vietnamese;

    /** Has stage 1 read two new texts; not measured. */
    @Setup(Level.Invocation)
    public void read(RewriterBenchmark models) {
      english = models.english();
      vietnamese = models.vietnamese();
      models.classifier.judge(List.of(Question.in("en", english), Question.in("vi", vietnamese)));
    }
  }

  /** English that stage 1 has read. */
  @Benchmark
  public Rewriting flaggedEnglish(Flagged texts) {
    return rewriter.rewrite(texts.english, "en", _ -> {});
  }

  /** Vietnamese that stage 1 has read. */
  @Benchmark
  public Rewriting flaggedVietnamese(Flagged texts) {
    return rewriter.rewrite(texts.vietnamese, "vi", _ -> {});
  }

  /** English that nothing has read. */
  @Benchmark
  public Rewriting newEnglish() {
    return rewriter.rewrite(english(), "en", _ -> {});
  }

  /** Vietnamese that nothing has read. */
  @Benchmark
  public Rewriting newVietnamese() {
    return rewriter.rewrite(vietnamese(), "vi", _ -> {});
  }
}
