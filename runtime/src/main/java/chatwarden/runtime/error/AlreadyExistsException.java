package chatwarden.runtime.error;

import org.jspecify.annotations.Nullable;

/** The thing to create exists. */
public final class AlreadyExistsException extends ChatwardenException {

  private static final long serialVersionUID = 1L;

  private AlreadyExistsException(String reason, String message, @Nullable Throwable cause) {
    super(reason, message, cause);
  }

  /** A fault with {@code reason} (UPPER_SNAKE_CASE) and a message for the caller. */
  public static AlreadyExistsException of(String reason, String message) {
    return new AlreadyExistsException(reason, message, null);
  }

  /** The same, remembering what caused it. */
  public static AlreadyExistsException of(String reason, String message, Throwable cause) {
    return new AlreadyExistsException(reason, message, cause);
  }
}
