package chatwarden.store.pipeline;

import chatwarden.mlops.v1.StepResult;
import java.time.Duration;

/**
 * A step that this process runs until the time to live is over, which {@link #renew} extends.
 * Everything is checked against its fence: the holder of a lost lease changes nothing. Safe for use
 * by many threads.
 */
public interface StepLease {

  /** The state of a lease. */
  enum Renewal {
    /** The step is held for another time to live. */
    HELD,
    /** The same, and the run is cancelled. */
    CANCELLED,
    /** Another has the step, or may have it. */
    LOST
  }

  /** Returns the number of this lease, higher than that of every earlier lease of the step. */
  long fence();

  /** Returns the number of the attempt, from 1 on. */
  int attempt();

  /** Returns how many attempts before have failed. */
  int failures();

  /** Holds the step for another time to live. */
  Renewal renew();

  /**
   * Replaces the end of the log.
   *
   * @param tail the last bytes
   * @param skipped how many come before them
   */
  void log(byte[] tail, long skipped);

  /**
   * Ends the step as done, and gives the lease back.
   *
   * @param reusable whether the outputs may serve later runs under the result's fingerprint
   * @return false when the lease was lost: the outputs are then not those of the step
   */
  boolean done(StepResult result, boolean reusable);

  /** Ends the step with the outputs of an earlier run; false when the lease was lost. */
  boolean reused(StepResult result);

  /** Ends the attempt as failed, to be tried again after a pause; false when the lease was lost. */
  boolean retryLater(StepResult result, Duration pause);

  /** Ends the step as failed for good; false when the lease was lost. */
  boolean failed(StepResult result);

  /** Ends the step as cancelled; false when the lease was lost. */
  boolean cancelled(StepResult result);

  /** Gives the lease back, so that another worker may take the step at once. */
  void release();
}
