package chatwarden.runtime.error;

import org.jspecify.annotations.Nullable;

/** The requested thing does not exist. */
public final class NotFoundException extends ChatwardenException {

  private static final long serialVersionUID = 1L;

  private NotFoundException(String reason, String message, @Nullable Throwable cause) {
    super(reason, message, cause);
  }

  /** A fault with {@code reason} (UPPER_SNAKE_CASE) and a message for the caller. */
  public static NotFoundException of(String reason, String message) {
    return new NotFoundException(reason, message, null);
  }

  /** The same, remembering what caused it. */
  public static NotFoundException of(String reason, String message, Throwable cause) {
    return new NotFoundException(reason, message, cause);
  }
}
