package chatwarden.runtime.error;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A fault that this project knows, with a code and a reason that programs can rely on; {@link
 * FaultCode#exception} makes one.
 *
 * <p>The message is written for the caller and is sent to it, except that of an {@linkplain
 * FaultCode#INTERNAL internal fault}. It never holds a comment's text, a key or a token.
 */
public sealed class ChatwardenException extends RuntimeException
    permits InvalidInputException, OverloadedException {

  private static final Pattern REASON = Pattern.compile("[A-Z][A-Z0-9_]{0,62}");
  private static final long serialVersionUID = 1L;

  private final FaultCode code;
  private final String reason;

  ChatwardenException(FaultCode code, String reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    if (!REASON.matcher(reason).matches()) {
      throw new IllegalArgumentException("reason: " + reason + " (expected: UPPER_SNAKE_CASE)");
    }
    this.code = code;
    this.reason = reason;
  }

  /** Returns the kind of fault. */
  public final FaultCode code() {
    return code;
  }

  /** Returns why, as a stable name in UPPER_SNAKE_CASE. */
  public final String reason() {
    return reason;
  }

  /** Returns what happened, in words. */
  @Override
  public final String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /**
   * Returns whether the same call may succeed later although nothing about it changes: the other
   * side is away or full. Everything else is permanent until its cause is removed.
   */
  public final boolean isTransient() {
    return code == FaultCode.OVERLOADED || code == FaultCode.UNAVAILABLE;
  }
}
