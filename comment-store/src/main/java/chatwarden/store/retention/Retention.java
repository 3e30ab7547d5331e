package chatwarden.store.retention;

import java.time.Duration;
import java.time.Instant;

/**
 * How long things are kept.
 *
 * @param period how long after its recording a comment is kept; 0 for ever
 */
public record Retention(Duration period) {

  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);
  private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(10);
  private static final int SWEEPS_A_PERIOD = 10;

  public boolean isForEver() {
    return period.isZero();
  }

  /** Returns the interval between two sweeps. */
  public Duration sweepInterval() {
    if (isForEver()) {
      return LONGEST_INTERVAL;
    }
    Duration part = period.dividedBy(SWEEPS_A_PERIOD);
    if (part.compareTo(SHORTEST_INTERVAL) < 0) {
      return SHORTEST_INTERVAL;
    }
    return part.compareTo(LONGEST_INTERVAL) > 0 ? LONGEST_INTERVAL : part;
  }

  /**
   * After what time Redis itself removes a comment's hash: a little later than the sweep, which
   * finds the other places of the comment in the hash. 0: never.
   */
  public Duration commentTtl() {
    return isForEver() ? Duration.ZERO : period.plus(spare());
  }

  /**
   * Returns whether a comment is past the retention, though the sweep has not removed it yet.
   *
   * @param ttlMillis after what time Redis itself removes the comment's hash; negative where it has
   *     no such time
   */
  public boolean isPast(long ttlMillis) {
    return !isForEver() && ttlMillis >= 0 && ttlMillis < spare().toMillis();
  }

  /** Returns whether something that is kept since {@code time} is past the retention. */
  public boolean isPast(Instant time, Instant now) {
    return !isForEver() && time.isBefore(now.minus(period));
  }

  private Duration spare() {
    return sweepInterval().multipliedBy(3);
  }
}
