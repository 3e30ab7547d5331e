package chatwarden.benchmarks.serving;

import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.serving.batch.BatchFunction;
import chatwarden.serving.batch.BatchSettings;
import chatwarden.serving.batch.Batcher;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the batcher adds to a call that waits for its answer: the round trip of a call whose model
 * does nothing, through the batcher, and through a pool of threads that runs calls one by one.
 * {@code -t} sets how many callers there are.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class BatcherBenchmark {

  private static final int THREADS = 2;
  private static final int CAPACITY = 256;
  private static final int TOKENS = 2_048;

  /** The texts of a call. */
  @Param({"1", "64"})
  private int texts;

  private List<String> rows = List.of();

  @SuppressWarnings("NullAway.Init") // open() sets it
  private Telemetry telemetry;

  @SuppressWarnings("NullAway.Init") // open() sets it
  private Batcher batcher;

  @SuppressWarnings("NullAway.Init") // open() sets it
  private ThreadPoolExecutor pool;

  /** A model that has nothing to do. */
  private enum Echo implements BatchFunction<String, String> {
    MODEL;

    @Override
    public int tokens(String row) {
      return row.length() / 3 + 1;
    }

    @Override
    public List<String> run(List<String> some) {
      return List.copyOf(some);
    }
  }

  /** Starts the threads. */
  @Setup
  public void open() {
    rows = List.copyOf(Collections.nCopies(texts, "x".repeat(50)));
    telemetry = Telemetry.prometheus();
    batcher =
        new Batcher(
            "benchmark", new BatchSettings(THREADS, CAPACITY, TOKENS), telemetry.registry());
    batcher.start();
    pool =
        new ThreadPoolExecutor(
            THREADS, THREADS, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(CAPACITY));
  }

  /** Ends them. */
  @TearDown
  public void close() {
    batcher.close();
    pool.shutdownNow();
    telemetry.close();
  }

  /** Through the batcher. */
  @Benchmark
  public List<String> batcher() {
    return batcher.submit(Echo.MODEL, () -> rows, () -> {}).join();
  }

  /** Through a pool, call by call, without metrics, deadlines and priorities. */
  @Benchmark
  public List<String> pool() {
    return CompletableFuture.supplyAsync(() -> Echo.MODEL.run(rows), pool).join();
  }
}
