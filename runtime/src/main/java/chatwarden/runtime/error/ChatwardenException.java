package chatwarden.runtime.error;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A fault that this project knows, with a reason that programs can rely on.
 *
 * <p>The message is written for the caller and is sent to it, except that of an {@link
 * InternalFaultException}. It never holds a comment's text, a key or a token.
 */
public abstract sealed class ChatwardenException extends RuntimeException
    permits InvalidInputException,
        NotFoundException,
        AlreadyExistsException,
        FailedPreconditionException,
        OutOfRangeException,
        OverloadedException,
        UnauthenticatedException,
        PermissionDeniedException,
        UnavailableException,
        InternalFaultException {

  private static final Pattern REASON = Pattern.compile("[A-Z][A-Z0-9_]{0,62}");
  private static final long serialVersionUID = 1L;

  private final String reason;

  ChatwardenException(String reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    if (!REASON.matcher(reason).matches()) {
      throw new IllegalArgumentException("reason: " + reason + " (expected: UPPER_SNAKE_CASE)");
    }
    this.reason = reason;
  }

  /** Why, as a stable name in UPPER_SNAKE_CASE. */
  public final String reason() {
    return reason;
  }

  /** What happened, in words. */
  @Override
  public final String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /**
   * Whether the same call may succeed later although nothing about it changes: the other side is
   * away or full. Everything else is permanent until its cause is removed.
   */
  public final boolean isTransient() {
    return this instanceof OverloadedException || this instanceof UnavailableException;
  }
}
