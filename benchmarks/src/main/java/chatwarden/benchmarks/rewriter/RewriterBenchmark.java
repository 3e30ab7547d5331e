package chatwarden.benchmarks.rewriter;

import chatwarden.inference.loader.RewriterLoaders;
import chatwarden.inference.rewriter.Rewriter;
import chatwarden.inference.rewriter.Rewriting;
import chatwarden.repository.ModelFiles;
import chatwarden.testing.model.ShippedModel;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
 * of about 20 tokens, none twice, so that no answer of the encoder is remembered.
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

  /** Opens the model. */
  @Setup
  public void open() throws Exception {
    ModelFiles files = ModelFiles.open(ShippedModel.newest("chat-rewriter"));
    rewriter = RewriterLoaders.all().getFirst().open(files);
  }

  /** Closes the model. */
  @TearDown
  public void close() {
    rewriter.close();
  }

  private String text(String rude, List<String> words) {
    StringBuilder text = new StringBuilder(rude);
    for (int i = 0; i < 14; i++) {
      text.append(' ').append(words.get(random.nextInt(words.size())));
    }
    return text.toString();
  }

  /** English. */
  @Benchmark
  public Rewriting english() {
    return rewriter.rewrite(text("you are such a stupid idiot", ENGLISH), "en", _ -> {});
  }

  /** Vietnamese. */
  @Benchmark
  public Rewriting vietnamese() {
    return rewriter.rewrite(text("mày ngu như chó vậy", VIETNAMESE), "vi", _ -> {});
  }
}
