package chatwarden.runtime.error;

import java.time.Duration;

/** A bound is reached: the call was refused at once and may be repeated after a while. */
public final class OverloadedException extends ChatwardenException {

  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  private OverloadedException(String reason, String message, Duration retryAfter) {
    super(FaultCode.OVERLOADED, reason, message, null);
    if (retryAfter.isNegative()) {
      throw new IllegalArgumentException("retryAfter: " + retryAfter + " (expected: >= 0)");
    }
    this.retryAfter = retryAfter;
  }

  /** A refusal that asks the caller to wait {@code retryAfter} before the next try. */
  public static OverloadedException of(String reason, String message, Duration retryAfter) {
    return new OverloadedException(reason, message, retryAfter);
  }

  /** How long to wait before the next try. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
