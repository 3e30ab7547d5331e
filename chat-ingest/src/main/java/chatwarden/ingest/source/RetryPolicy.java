package chatwarden.ingest.source;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Waits between a source's tries to reach its platform, twice as long from one to the next, with
 * jitter, and gives up when the failures have gone on for too long. Of one thread.
 */
public final class RetryPolicy {
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final Duration FIRST_WAIT_WHEN_LIMITED = Duration.ofSeconds(5);
  private static final Duration LONGEST_WAIT_WHEN_LIMITED = Duration.ofMinutes(5);

  private final SourceClock clock;
  private final RandomGenerator random;
  private final Duration later;
  private Duration limit;
  private long failingSince;
  private int failures;

  /** Bears failures for {@code first} until a try succeeds, and for {@code later} after that. */
  public RetryPolicy(Duration first, Duration later, SourceClock clock, RandomGenerator random) {
    this.limit = first;
    this.later = later;
    this.clock = clock;
    this.random = random;
  }

  /** A try succeeded: the next failure is the first again. */
  public void succeeded() {
    limit = later;
    failures = 0;
  }

  /**
   * Waits after a failure of the network or of the platform; throws {@code fault} when it is too
   * late.
   */
  public void awaitAfter(SourceException fault) throws SourceException, InterruptedException {
    await(backOff(FIRST_WAIT, LONGEST_WAIT), fault);
  }

  /** Waits after a refusal for having asked too often, at least as long as it asks for. */
  public void awaitAfterLimit(Optional<Duration> asked, SourceException fault)
      throws SourceException, InterruptedException {
    Duration own = backOff(FIRST_WAIT_WHEN_LIMITED, LONGEST_WAIT_WHEN_LIMITED);
    await(asked.filter(wait -> wait.compareTo(own) > 0).orElse(own), fault);
  }

  private void await(Duration wait, SourceException fault)
      throws SourceException, InterruptedException {
    long now = clock.nanoTime();
    if (failures == 0) {
      failingSince = now;
    }
    failures++;
    if (Duration.ofNanos(now - failingSince).plus(wait).compareTo(limit) > 0) {
      throw fault;
    }
    clock.sleep(wait);
  }

  /** Between half of it and all of {@code first}·2ⁿ, so that many readers do not come at once. */
  private Duration backOff(Duration first, Duration longest) {
    Duration full = first.multipliedBy(1L << Math.min(failures, 20));
    long nanos = (full.compareTo(longest) < 0 ? full : longest).toNanos();
    return Duration.ofNanos(nanos / 2 + random.nextLong(nanos / 2 + 1));
  }
}
