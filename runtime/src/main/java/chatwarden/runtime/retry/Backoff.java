package chatwarden.runtime.retry;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Pauses between tries, each twice as long as the one before up to a bound. A pause is drawn
 * between half of its length and all of it, so that callers which wait for the same thing do not
 * come back at once. Used by one thread at a time.
 */
public final class Backoff {

  private final Duration first;
  private final Duration longest;
  private final @Nullable RandomGenerator random;
  private Duration next;

  /**
   * Begins with a short pause.
   *
   * @param first the length of the first pause, positive
   * @param longest the bound; where it is shorter than {@code first}, that
   */
  public Backoff(Duration first, Duration longest) {
    this(first, longest, null);
  }

  /**
   * Begins with a short pause; draws from a generator of the caller's.
   *
   * @param first the length of the first pause, positive
   * @param longest the bound; where it is shorter than {@code first}, that
   * @param random null draws from the thread's own
   */
  public Backoff(Duration first, Duration longest, @Nullable RandomGenerator random) {
    if (!first.isPositive()) {
      throw new IllegalArgumentException("first: " + first + " (expected: > 0)");
    }
    this.first = first;
    this.longest = longest.compareTo(first) < 0 ? first : longest;
    this.random = random;
    this.next = first;
  }

  /** Returns how long to pause now. */
  public Duration next() {
    long nanos = next.toNanos();
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(longest) > 0 ? longest : doubled;
    RandomGenerator generator = random == null ? ThreadLocalRandom.current() : random;
    return Duration.ofNanos(nanos / 2 + generator.nextLong(nanos / 2 + 1));
  }

  /** Begins with a short pause again, after a success. */
  public void reset() {
    next = first;
  }
}
