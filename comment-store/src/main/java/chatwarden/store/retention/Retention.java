package chatwarden.store.retention;

import java.time.Duration;

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
    return isForEver() ? Duration.ZERO : period.plus(sweepInterval().multipliedBy(3));
  }
}
