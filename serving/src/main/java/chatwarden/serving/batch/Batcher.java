package chatwarden.serving.batch;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.OverloadedException;
import chatwarden.runtime.grpc.CallPriority;
import chatwarden.runtime.lifecycle.ServicePart;
import io.grpc.Context;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the rows of many callers in batches on a fixed number of threads, from a bounded queue.
 *
 * <ul>
 *   <li>A caller gets the answers to its own rows, all of them in their order, or one fault.
 *   <li>An idle thread begins at once; while all are busy, what comes gathers to the next batch, up
 *       to {@link BatchSettings#tokens}. It uses no timer.
 *   <li>Live calls go before backfill, see {@link CallPriority}, without starving it.
 *   <li>A call that is cancelled or late, by the gRPC context it came in, is not tokenised and not
 *       run.
 *   <li>A row that makes its batch fail fails alone, with the call it belongs to.
 *   <li>A full queue refuses at once with {@code INFERENCE_QUEUE_FULL}.
 * </ul>
 *
 * <p>Safe for use by many threads; callers tokenise, and do not wait.
 */
public final class Batcher implements ServicePart {

  private static final Logger log = LoggerFactory.getLogger(Batcher.class);
  private static final Duration RETRY_AFTER = Duration.ofMillis(200);

  private final String server;
  private final BatchSettings settings;
  private final BatchMetrics metrics;
  private final BatchQueue queue;
  private final ServiceTime serviceTime = new ServiceTime();
  private final List<Thread> threads;

  /**
   * @param server what the server is called in metrics and messages
   */
  public Batcher(String server, BatchSettings settings, MeterRegistry registry) {
    this.server = server;
    this.settings = settings;
    this.metrics = new BatchMetrics(server, registry);
    this.queue = new BatchQueue(settings.capacity(), settings.tokens());
    var factory = Thread.ofPlatform().name(server + "-inference-", 0).daemon().factory();
    this.threads =
        Stream.generate(() -> factory.newThread(this::work)).limit(settings.threads()).toList();
    metrics.watch(queue, settings.capacity());
  }

  @Override
  public String name() {
    return server + " inference";
  }

  @Override
  public void start() {
    threads.forEach(Thread::start);
  }

  /**
   * Has rows answered for the caller of the current gRPC context. The result completes on an
   * inference thread; cancelling it drops the rows that were not run yet.
   *
   * @param tokenise gives the rows, at least one; called on this thread, once there is room
   * @param whenGone called once, when no row of this waits or runs any more: what {@code function}
   *     uses may be let go then. Called also when this throws
   * @throws OverloadedException if the queue is full
   * @throws ChatwardenException UNAVAILABLE, if this is stopping
   */
  public <I, O> CompletableFuture<List<O>> submit(
      BatchFunction<I, O> function, Supplier<List<I>> tokenise, Runnable whenGone) {
    CallPriority priority = CallPriority.current();
    BatchRequest<I, O> request =
        new BatchRequest<>(function, priority, Context.current(), metrics, whenGone);
    if (request.isOver()) {
      end(request);
      return request.answer();
    }
    ChatwardenException refusal = enter(priority);
    if (refusal != null) {
      whenGone.run();
      throw refusal;
    }
    try {
      request.fill(tokenise.get());
    } catch (RuntimeException | Error e) {
      queue.leave(priority);
      request.failed(e);
      return request.answer();
    }
    metrics.tokenised(System.nanoTime() - request.begin());
    if (!queue.put(request)) {
      request.failed(stopping());
    }
    return request.answer();
  }

  private @Nullable ChatwardenException enter(CallPriority priority) {
    BatchQueue.Place place = queue.enter(priority);
    if (place == BatchQueue.Place.NONE_FREE) {
      queue.sweep(priority).forEach(this::end);
      place = queue.enter(priority);
    }
    return switch (place) {
      case GIVEN -> null;
      case STOPPING -> stopping();
      case NONE_FREE -> full();
    };
  }

  private OverloadedException full() {
    metrics.refusedOne();
    int calls = settings.capacity();
    return OverloadedException.of(
        "INFERENCE_QUEUE_FULL",
        "the " + server + " is full: " + calls + " calls wait (setting inference.queue)",
        RETRY_AFTER);
  }

  private ChatwardenException stopping() {
    return FaultCode.UNAVAILABLE.exception("SERVER_STOPPING", "the " + server + " is stopping");
  }

  private void work() {
    try {
      BatchQueue.Turn turn = queue.take(false);
      while (turn != null) {
        run(turn);
        turn = queue.take(true);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(BatchQueue.Turn turn) {
    try {
      long now = System.nanoTime();
      for (BatchRequest<?, ?> request : turn.begun()) {
        metrics.waited(now - request.begin());
        request.function().waited(now - request.begin());
      }
      turn.over().forEach(this::end);
      if (turn.batch() != null) {
        long begin = System.nanoTime();
        turn.batch().run(metrics);
        serviceTime.ran(turn.batch().tokens(), System.nanoTime() - begin);
      }
    } catch (RuntimeException | Error e) {
      log.error("Failed to answer a batch (a bug) server={}", server, e);
    }
  }

  /** Ends a call that is over; where it has its fault already, this one is lost. */
  private void end(BatchRequest<?, ?> request) {
    Throwable verdict = request.verdict();
    metrics.droppedOne();
    request.failed(verdict == null ? new CancellationException("the call is over") : verdict);
  }

  /**
   * How long a call that comes now is expected to wait for a thread, in nanoseconds: the tokens
   * that wait, times what one took lately, shared by the threads. 0 until enough batches have run.
   */
  public long expectedWaitNanos() {
    return (long) (serviceTime.nanos(queue.tokens()) / settings.threads());
  }

  /** Returns whether calls wait for a thread. */
  public boolean isBusy() {
    return queue.tokens() > 0;
  }

  /** Finishes what waits, within {@code timeout}. */
  @Override
  public void drain(Duration timeout) throws InterruptedException {
    queue.stop();
    queue.awaitQuiet(timeout.toNanos());
  }

  /** What still waits fails as the server stopping. */
  @Override
  public void close() {
    queue.close().forEach(request -> request.failed(stopping()));
    threads.forEach(Thread::interrupt);
  }
}
