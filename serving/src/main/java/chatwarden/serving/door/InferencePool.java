package chatwarden.serving.door;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.OverloadedException;
import chatwarden.runtime.error.UnavailableException;
import chatwarden.runtime.lifecycle.ServicePart;
import io.grpc.Context;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The fixed threads that run models, and the bounded queue before them.
 *
 * <p>A full queue refuses at once with {@code INFERENCE_QUEUE_FULL}. A call that is cancelled or
 * late when its turn comes is dropped, not run.
 */
final class InferencePool implements ServicePart {

  private static final Duration RETRY_AFTER = Duration.ofMillis(200);

  private final String server;
  private final int capacity;
  private final ServingMetrics metrics;
  private final ThreadPoolExecutor threads;

  /**
   * @param threadCount how many threads; 0 is one for every processor
   * @param capacity how many calls may wait
   */
  InferencePool(String server, int threadCount, int capacity, ServingMetrics metrics) {
    this.server = server;
    this.capacity = capacity;
    this.metrics = metrics;
    int count = threadCount == 0 ? Runtime.getRuntime().availableProcessors() : threadCount;
    BlockingQueue<Runnable> queue = new ArrayBlockingQueue<>(capacity);
    this.threads =
        new ThreadPoolExecutor(
            count,
            count,
            0,
            TimeUnit.SECONDS,
            queue,
            Thread.ofPlatform().name(server + "-inference-", 0).daemon().factory());
    metrics.watch(queue, capacity);
  }

  @Override
  public String name() {
    return server + " inference";
  }

  @Override
  public void start() {
    threads.prestartAllCoreThreads();
  }

  /**
   * Runs {@code work} for the call of the current gRPC context. The stage completes on a thread of
   * this pool.
   *
   * @throws OverloadedException if the queue is full
   * @throws UnavailableException if this is closed
   */
  <T> CompletionStage<T> submit(Supplier<T> work) {
    Context context = Context.current();
    CompletableFuture<T> result = new CompletableFuture<>();
    long begin = System.nanoTime();
    try {
      threads.execute(new Job<>(context, work, result, metrics, begin));
    } catch (RejectedExecutionException e) {
      throw refuse();
    }
    return result;
  }

  private ChatwardenException refuse() {
    if (threads.isShutdown()) {
      return stopping();
    }
    metrics.refusedOne();
    return OverloadedException.of(
        "INFERENCE_QUEUE_FULL",
        "the " + server + " is full: " + capacity + " calls wait (setting inference.queue)",
        RETRY_AFTER);
  }

  private UnavailableException stopping() {
    return UnavailableException.of("SERVER_STOPPING", "the " + server + " is stopping");
  }

  /** Finishes what waits, within {@code timeout}. */
  @Override
  public void drain(Duration timeout) throws InterruptedException {
    threads.shutdown();
    threads.awaitTermination(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** What still waits fails as the server stopping. */
  @Override
  public void close() {
    for (Runnable waiting : threads.shutdownNow()) {
      ((Job<?>) waiting).fail(stopping());
    }
  }

  /** A call's work, waiting for its turn. */
  private record Job<T>(
      Context context,
      Supplier<T> work,
      CompletableFuture<T> result,
      ServingMetrics metrics,
      long begin)
      implements Runnable {

    @Override
    public void run() {
      long turn = System.nanoTime();
      metrics.waited(turn - begin);
      if (isLate()) {
        metrics.droppedOne();
        fail(
            Status.DEADLINE_EXCEEDED
                .withDescription("the deadline passed before the call's turn")
                .asRuntimeException());
      } else if (context.isCancelled()) {
        metrics.droppedOne();
        fail(
            Status.CANCELLED
                .withDescription("the call was cancelled before its turn")
                .asRuntimeException());
      } else {
        infer(turn);
      }
    }

    private void infer(long turn) {
      T value;
      try {
        value = work.get();
      } catch (RuntimeException | Error e) {
        fail(e);
        return;
      } finally {
        metrics.ran(System.nanoTime() - turn);
      }
      result.complete(value);
    }

    private boolean isLate() {
      return context.getDeadline() != null && context.getDeadline().isExpired();
    }

    void fail(Throwable fault) {
      result.completeExceptionally(fault);
    }
  }
}
