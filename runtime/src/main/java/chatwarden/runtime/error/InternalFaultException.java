package chatwarden.runtime.error;

import org.jspecify.annotations.Nullable;

/** A fault of this project's own. Its message is logged and never sent. */
public final class InternalFaultException extends ChatwardenException {

  private static final long serialVersionUID = 1L;

  private InternalFaultException(String reason, String message, @Nullable Throwable cause) {
    super(reason, message, cause);
  }

  /** A fault with {@code reason} (UPPER_SNAKE_CASE) and a message for the caller. */
  public static InternalFaultException of(String reason, String message) {
    return new InternalFaultException(reason, message, null);
  }

  /** The same, remembering what caused it. */
  public static InternalFaultException of(String reason, String message, Throwable cause) {
    return new InternalFaultException(reason, message, cause);
  }
}
