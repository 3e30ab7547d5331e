package chatwarden.bridge.door;

import chatwarden.runtime.error.OverloadedException;
import chatwarden.runtime.grpc.StatusMapper;
import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Runs what asks the store, and so may block, on virtual threads of its own, at most so many at a
 * time; more are refused with RESOURCE_EXHAUSTED, reason {@code TOO_MANY_CALLS}. The event loops of
 * the server never wait for the store.
 */
public final class StoreCalls implements AutoCloseable {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore free;

  /** At most {@code limit} calls at a time, counted by the gauge {@code bridge.store.call}. */
  public StoreCalls(int limit, MeterRegistry metrics) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: >= 1)");
    }
    free = new Semaphore(limit);
    Gauge.builder("bridge.store.call", () -> limit - free.availablePermits())
        .description("Calls that wait for the store")
        .register(metrics);
  }

  /** Answers {@code observer} with what {@code work} gives, or with the status of its fault. */
  public <T> void answer(StreamObserver<T> observer, Callable<T> work) {
    if (!free.tryAcquire()) {
      observer.onError(StatusMapper.toStatus(full()));
      return;
    }
    threads.execute(
        Context.current()
            .wrap(
                () -> {
                  try {
                    run(observer, work);
                  } finally {
                    free.release();
                  }
                }));
  }

  /**
   * Returns the result of {@code work} when it is done; fails as it does, or when the queue is
   * full.
   */
  public <T> CompletableFuture<T> ask(Callable<T> work) {
    if (!free.tryAcquire()) {
      return CompletableFuture.failedFuture(full());
    }
    CompletableFuture<T> answer = new CompletableFuture<>();
    threads.execute(
        () -> {
          try {
            answer.complete(work.call());
          } catch (Exception e) {
            answer.completeExceptionally(e);
          } finally {
            free.release();
          }
        });
    return answer;
  }

  private static OverloadedException full() {
    return OverloadedException.of(
        "TOO_MANY_CALLS", "as many calls as allowed wait for the store", RETRY_AFTER);
  }

  private static <T> void run(StreamObserver<T> observer, Callable<T> work) {
    if (observer instanceof ServerCallStreamObserver<T> call && call.isCancelled()) {
      return;
    }
    T answer;
    try {
      answer = work.call();
    } catch (Exception e) {
      observer.onError(StatusMapper.toStatus(e));
      return;
    }
    observer.onNext(answer);
    observer.onCompleted();
  }

  /** Interrupts the calls that still wait. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
