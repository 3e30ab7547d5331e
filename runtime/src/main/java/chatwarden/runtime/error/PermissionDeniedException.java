package chatwarden.runtime.error;

import org.jspecify.annotations.Nullable;

/** It is known who calls, and the call is not theirs to make. */
public final class PermissionDeniedException extends ChatwardenException {

  private static final long serialVersionUID = 1L;

  private PermissionDeniedException(String reason, String message, @Nullable Throwable cause) {
    super(reason, message, cause);
  }

  /** A fault with {@code reason} (UPPER_SNAKE_CASE) and a message for the caller. */
  public static PermissionDeniedException of(String reason, String message) {
    return new PermissionDeniedException(reason, message, null);
  }

  /** The same, remembering what caused it. */
  public static PermissionDeniedException of(String reason, String message, Throwable cause) {
    return new PermissionDeniedException(reason, message, cause);
  }
}
