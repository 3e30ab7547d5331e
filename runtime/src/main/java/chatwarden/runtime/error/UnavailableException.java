package chatwarden.runtime.error;

import org.jspecify.annotations.Nullable;

/** Something is away at the moment; the call may be repeated. */
public final class UnavailableException extends ChatwardenException {

  private static final long serialVersionUID = 1L;

  private UnavailableException(String reason, String message, @Nullable Throwable cause) {
    super(reason, message, cause);
  }

  /** A fault with {@code reason} (UPPER_SNAKE_CASE) and a message for the caller. */
  public static UnavailableException of(String reason, String message) {
    return new UnavailableException(reason, message, null);
  }

  /** The same, remembering what caused it. */
  public static UnavailableException of(String reason, String message, Throwable cause) {
    return new UnavailableException(reason, message, cause);
  }
}
