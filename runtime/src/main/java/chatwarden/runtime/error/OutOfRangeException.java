package chatwarden.runtime.error;

import org.jspecify.annotations.Nullable;

/** The requested place is outside of the kept range. */
public final class OutOfRangeException extends ChatwardenException {

  private static final long serialVersionUID = 1L;

  private OutOfRangeException(String reason, String message, @Nullable Throwable cause) {
    super(reason, message, cause);
  }

  /** A fault with {@code reason} (UPPER_SNAKE_CASE) and a message for the caller. */
  public static OutOfRangeException of(String reason, String message) {
    return new OutOfRangeException(reason, message, null);
  }

  /** The same, remembering what caused it. */
  public static OutOfRangeException of(String reason, String message, Throwable cause) {
    return new OutOfRangeException(reason, message, cause);
  }
}
