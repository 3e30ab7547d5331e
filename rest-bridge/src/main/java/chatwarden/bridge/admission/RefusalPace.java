package chatwarden.bridge.admission;

import com.linecorp.armeria.common.HttpResponse;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Spreads refusals over time. A client that comes again at once after a refusal, whatever the hint
 * says, would have the server do little but refuse; so beyond a rate that costs a small part of a
 * processor a refusal is held, and with it the connection or stream it is for. Nothing is held for
 * longer than {@link #LONGEST}.
 *
 * <p>Never blocks; safe for use by many threads.
 */
final class RefusalPace {

  private static final Duration LONGEST = Duration.ofSeconds(1);
  private static final int PER_PROCESSOR_AND_SECOND = 500;

  private final long intervalNanos;
  private final AtomicLong next = new AtomicLong(System.nanoTime());

  /** A pace for all refusals of a bridge. */
  RefusalPace() {
    this(
        Duration.ofSeconds(1).toNanos()
            / PER_PROCESSOR_AND_SECOND
            / Runtime.getRuntime().availableProcessors());
  }

  RefusalPace(long intervalNanos) {
    this.intervalNanos = intervalNanos;
  }

  /** Sends a refusal when its time has come, on {@code loop} where that is later. */
  HttpResponse send(Supplier<HttpResponse> refusal, EventLoop loop) {
    long delay = delayNanos(System.nanoTime());
    return delay <= 0
        ? refusal.get()
        : HttpResponse.delayed(refusal, Duration.ofNanos(delay), loop);
  }

  long delayNanos(long now) {
    long at =
        next.updateAndGet(
            last -> Math.min(Math.max(last + intervalNanos, now), now + LONGEST.toNanos()));
    return at - now;
  }
}
