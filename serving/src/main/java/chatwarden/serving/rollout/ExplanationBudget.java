package chatwarden.serving.rollout;

import java.time.InstantSource;

/**
 * How many differences are explained, which takes about as long as a hundred classifications: ten a
 * second, and up to a hundred that were saved up. Used by one thread.
 */
final class ExplanationBudget {

  private static final double A_MILLISECOND = 0.01;
  private static final double MOST = 100;

  private final InstantSource clock;
  private double left = MOST;
  private long last;

  ExplanationBudget(InstantSource clock) {
    this.clock = clock;
    this.last = clock.millis();
  }

  /** Takes one; false where none is left. */
  boolean take() {
    long now = clock.millis();
    left = Math.min(MOST, left + Math.max(0, now - last) * A_MILLISECOND);
    last = now;
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
