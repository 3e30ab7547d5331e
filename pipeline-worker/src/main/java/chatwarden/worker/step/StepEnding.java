package chatwarden.worker.step;

import java.util.Set;

/** How the command of an attempt ended. */
sealed interface StepEnding {

  /**
   * The statuses after which a retry cannot help: an answer of no, and programs that are missing.
   */
  Set<Integer> FINAL = Set.of(1, 126, 127);

  /** It ended by itself. */
  record Exited(int status) implements StepEnding {}

  /** It was killed as it took too long. */
  record TimedOut() implements StepEnding {}

  /** It was killed as the run is cancelled. */
  record Cancelled() implements StepEnding {}

  /** It was killed as the lease is lost. */
  record Lost() implements StepEnding {}

  /** It was killed as the worker ends. */
  record Stopped() implements StepEnding {}

  /** It could not be started, for a reason for people. */
  record NotStarted(String why) implements StepEnding {}

  static boolean isFinal(int status) {
    return FINAL.contains(status);
  }
}
