package chatwarden.ingest.broker;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next try: twice as long from try to try, up to a bound, and at random
 * between half of that and all of it, so that those who wait for the same thing do not come back at
 * once. Used by one thread at a time.
 */
public final class Backoff {

  private final Duration first;
  private final Duration longest;
  private Duration next;

  /** Waits about {@code first}, then longer, at most {@code longest}. */
  public Backoff(Duration first, Duration longest) {
    if (!first.isPositive()) {
      throw new IllegalArgumentException("first: " + first + " (expected: > 0)");
    }
    this.first = first;
    this.longest = longest.compareTo(first) < 0 ? first : longest;
    this.next = first;
  }

  /** How long to wait now. */
  public Duration next() {
    Duration bound = next;
    Duration doubled = bound.multipliedBy(2);
    next = doubled.compareTo(longest) > 0 ? longest : doubled;
    long nanos = bound.toNanos();
    return Duration.ofNanos(nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2 + 1));
  }

  /** It worked: the next wait is a short one again. */
  public void reset() {
    next = first;
  }
}
