package chatwarden.ingest.stage;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.OverloadedException;
import chatwarden.runtime.grpc.StatusMapper;
import chatwarden.runtime.retry.Backoff;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Asks a model server again and again for as long as it is away, full, slow or set up wrongly, with
 * back-off; only an answer about the input itself is final. Calls block and belong on virtual
 * threads, whose interrupt ends the waiting.
 */
final class RetryingCall {

  private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);
  private static final Duration FIRST_DELAY = Duration.ofMillis(20);

  private final Channel channel;
  private final Duration longestDelay;
  private final AvailabilityLog outage;
  private final StageMetrics metrics;

  RetryingCall(String engine, Channel channel, Duration longestDelay, StageMetrics metrics) {
    this.channel = channel;
    this.longestDelay = longestDelay;
    this.outage = new AvailabilityLog(engine);
    this.metrics = metrics;
  }

  /** Whether the server was away at the last call. */
  boolean isAway() {
    return outage.isAway();
  }

  /**
   * The answer of {@code call}, which sets a deadline of its own every time.
   *
   * @throws PermanentFaultException when the server refuses the input or breaks on it
   */
  <R> R answer(Supplier<R> call) throws PermanentFaultException, InterruptedException {
    return answerWithin(FOREVER, call).orElseThrow();
  }

  /**
   * The answer of {@code call}, as above; empty where the server was away for longer than {@code
   * patience}.
   */
  <R> Optional<R> answerWithin(Duration patience, Supplier<R> call)
      throws PermanentFaultException, InterruptedException {
    Backoff backoff = new Backoff(FIRST_DELAY, longestDelay);
    long first = System.nanoTime();
    while (System.nanoTime() - first < patience.toNanos()) {
      long begin = System.nanoTime();
      try {
        R answer = call.get();
        metrics.ran(System.nanoTime() - begin);
        outage.over();
        return Optional.of(answer);
      } catch (StatusRuntimeException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedException("interrupted while calling");
        }
        ChatwardenException fault = StatusMapper.fromStatus(e);
        if (!isEnginesFault(fault)) {
          outage.over();
          throw new PermanentFaultException(fault.reason(), FaultCode.INTERNAL.isOf(fault));
        }
        outage.noticed(fault.reason());
        metrics.retried();
        Thread.sleep(delay(fault, backoff));
        reconnectSoon();
      }
    }
    return Optional.empty();
  }

  /** A server without its model or without rights is waited for: no comment is to blame. */
  private static boolean isEnginesFault(ChatwardenException fault) {
    return fault.isTransient()
        || FaultCode.NOT_FOUND.isOf(fault)
        || FaultCode.FAILED_PRECONDITION.isOf(fault);
  }

  private static Duration delay(ChatwardenException fault, Backoff backoff) {
    Duration wait = backoff.next();
    if (fault instanceof OverloadedException full && full.retryAfter().compareTo(wait) > 0) {
      return full.retryAfter().plus(wait);
    }
    return wait;
  }

  /** A channel's own back-off grows to two minutes; the one here is enough. */
  private void reconnectSoon() {
    if (channel instanceof ManagedChannel managed) {
      managed.resetConnectBackoff();
    }
  }
}
