package chatwarden.ingest.acting;

import chatwarden.action.v1.Action;
import chatwarden.action.v1.ActionState;
import chatwarden.domain.action.ActionRules;
import chatwarden.runtime.retry.Backoff;
import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;

/** The next states of an action; pure. */
final class ActionSteps {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /** After so many tries the pause has reached its bound. */
  private static final int MOST_DOUBLINGS = 10;

  private ActionSteps() {}

  /**
   * Returns it while its platform is called; its sender is gone when it is so after {@code end}.
   */
  static Action sending(Action action, String account, Instant now, Instant end) {
    return at(action, now)
        .setState(ActionState.SENDING)
        .setAccount(account)
        .setTries(action.getTries() + 1)
        .setNextTryTime(time(end))
        .build();
  }

  /** Returns it when it is done. */
  static Action done(Action action, String reference, Instant now) {
    return at(action, now)
        .setState(ActionState.DONE)
        .setPlatformReference(reference)
        .clearProblemReason()
        .clearProblem()
        .clearNextTryTime()
        .build();
  }

  /** Returns it in a final state other than done. */
  static Action ended(
      Action action, ActionState state, String reason, String problem, Instant now) {
    return at(action, now)
        .setState(state)
        .setProblemReason(reason)
        .setProblem(problem)
        .clearNextTryTime()
        .build();
  }

  /** Returns it when it waits; one whose answer was lost stays marked so. */
  static Action waiting(Action action, String reason, String problem, Instant until, Instant now) {
    return at(action, now)
        .setState(ActionState.WAITING)
        .setProblemReason(isLost(action) ? ActionRules.ANSWER_LOST : reason)
        .setProblem(problem)
        .setNextTryTime(time(until))
        .build();
  }

  /** Returns whether an answer to an earlier call of it was lost. */
  static boolean isLost(Action action) {
    return action.getProblemReason().equals(ActionRules.ANSWER_LOST);
  }

  /** Returns how long it waits after a try that may succeed later. */
  static Duration pause(int tries) {
    Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
    Duration pause = backoff.next();
    for (int i = 1; i < Math.min(tries, MOST_DOUBLINGS); i++) {
      pause = backoff.next();
    }
    return pause;
  }

  private static Action.Builder at(Action action, Instant now) {
    return action.toBuilder().setUpdateTime(time(now));
  }

  private static Timestamp time(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }
}
