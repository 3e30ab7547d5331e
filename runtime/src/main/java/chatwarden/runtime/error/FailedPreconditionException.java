package chatwarden.runtime.error;

import org.jspecify.annotations.Nullable;

/** The state of things does not allow the call; repeating it changes nothing. */
public final class FailedPreconditionException extends ChatwardenException {

  private static final long serialVersionUID = 1L;

  private FailedPreconditionException(String reason, String message, @Nullable Throwable cause) {
    super(reason, message, cause);
  }

  /** A fault with {@code reason} (UPPER_SNAKE_CASE) and a message for the caller. */
  public static FailedPreconditionException of(String reason, String message) {
    return new FailedPreconditionException(reason, message, null);
  }

  /** The same, remembering what caused it. */
  public static FailedPreconditionException of(String reason, String message, Throwable cause) {
    return new FailedPreconditionException(reason, message, cause);
  }
}
