package chatwarden.bridge.webhook;

import java.time.Duration;

/**
 * How a receiver answered.
 *
 * @param status the HTTP status; 0 without an answer
 * @param problem why it failed, in words for people; empty where it succeeded
 * @param retryAfter how long the receiver asks to wait; zero where it does not say
 */
record WebhookAnswer(int status, String problem, Duration retryAfter) {

  private static final int GONE = 410;

  static WebhookAnswer of(int status, Duration retryAfter) {
    boolean isSuccess = status >= 200 && status < 300;
    return new WebhookAnswer(status, isSuccess ? "" : "answered with status " + status, retryAfter);
  }

  static WebhookAnswer none(String problem) {
    return new WebhookAnswer(0, problem, Duration.ZERO);
  }

  boolean isSuccess() {
    return problem.isEmpty();
  }

  /** Returns whether the receiver wants nothing more. */
  boolean isGone() {
    return status == GONE;
  }
}
