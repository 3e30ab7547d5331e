package chatwarden.runtime.error;

import org.jspecify.annotations.Nullable;

/** The call does not say who calls, or says it in a way that does not hold. */
public final class UnauthenticatedException extends ChatwardenException {

  private static final long serialVersionUID = 1L;

  private UnauthenticatedException(String reason, String message, @Nullable Throwable cause) {
    super(reason, message, cause);
  }

  /** A fault with {@code reason} (UPPER_SNAKE_CASE) and a message for the caller. */
  public static UnauthenticatedException of(String reason, String message) {
    return new UnauthenticatedException(reason, message, null);
  }

  /** The same, remembering what caused it. */
  public static UnauthenticatedException of(String reason, String message, Throwable cause) {
    return new UnauthenticatedException(reason, message, cause);
  }
}
