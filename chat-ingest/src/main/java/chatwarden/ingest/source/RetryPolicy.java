package chatwarden.ingest.source;

import chatwarden.runtime.retry.Backoff;
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
  private final Backoff failed;
  private final Backoff limited;
  private final Duration later;
  private Duration limit;
  private long failingSince;
  private boolean failing;

  /** Bears failures for {@code first} until a try succeeds, and for {@code later} after that. */
  public RetryPolicy(Duration first, Duration later, SourceClock clock, RandomGenerator random) {
    this.limit = first;
    this.later = later;
    this.clock = clock;
    this.failed = new Backoff(FIRST_WAIT, LONGEST_WAIT, random);
    this.limited = new Backoff(FIRST_WAIT_WHEN_LIMITED, LONGEST_WAIT_WHEN_LIMITED, random);
  }

  /** A try succeeded: the next failure is the first again. */
  public void succeeded() {
    limit = later;
    failing = false;
    failed.reset();
    limited.reset();
  }

  /**
   * Waits after a failure of the network or of the platform; throws {@code fault} when it is too
   * late.
   */
  public void awaitAfter(SourceException fault) throws SourceException, InterruptedException {
    await(failed.next(), fault);
  }

  /** Waits after a refusal for having asked too often, at least as long as it asks for. */
  public void awaitAfterLimit(Optional<Duration> asked, SourceException fault)
      throws SourceException, InterruptedException {
    Duration own = limited.next();
    await(asked.filter(wait -> wait.compareTo(own) > 0).orElse(own), fault);
  }

  private void await(Duration wait, SourceException fault)
      throws SourceException, InterruptedException {
    long now = clock.nanoTime();
    if (!failing) {
      failingSince = now;
    }
    failing = true;
    if (Duration.ofNanos(now - failingSince).plus(wait).compareTo(limit) > 0) {
      throw fault;
    }
    clock.sleep(wait);
  }
}
