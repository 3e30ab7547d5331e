package chatwarden.runtime.error;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The kinds of faults; each is answered with one gRPC status and one HTTP status. */
public enum FaultCode {
  /** The caller's input is wrong. */
  INVALID_INPUT,
  /** The requested thing does not exist. */
  NOT_FOUND,
  /** The thing to create exists. */
  ALREADY_EXISTS,
  /** The state of things does not allow the call; repeating it changes nothing. */
  FAILED_PRECONDITION,
  /** The requested place is outside of the kept range. */
  OUT_OF_RANGE,
  /** A bound is reached: the call was refused at once and may be repeated after a while. */
  OVERLOADED,
  /** The call has no credential, or an invalid one. */
  UNAUTHENTICATED,
  /** The caller is known and has no permission for the call. */
  PERMISSION_DENIED,
  /** Another part is away at the moment; the call may be repeated. */
  UNAVAILABLE,
  /** A fault of this project's own. Its message is logged and never sent. */
  INTERNAL;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  /**
   * Returns an exception of this kind. One of wrong input names the field {@code request}, one of
   * overload asks for a pause of a second; their own classes say more.
   *
   * @param reason a stable name in UPPER_SNAKE_CASE
   * @param message what happened, for the caller
   */
  public ChatwardenException exception(String reason, String message) {
    return exception(reason, message, null);
  }

  /**
   * Returns an exception of this kind that remembers its cause.
   *
   * @param reason a stable name in UPPER_SNAKE_CASE
   * @param message what happened, for the caller
   */
  public ChatwardenException exception(String reason, String message, @Nullable Throwable cause) {
    return switch (this) {
      case INVALID_INPUT ->
          InvalidInputException.of(reason, List.of(new FieldProblem("request", message)));
      case OVERLOADED -> OverloadedException.of(reason, message, RETRY_AFTER);
      default -> new ChatwardenException(this, reason, message, cause);
    };
  }

  /** Returns whether a throwable is a fault of this kind. */
  public boolean isOf(@Nullable Throwable fault) {
    return fault instanceof ChatwardenException e && e.code() == this;
  }

  /** Throws a fault that is not of this kind; begins a catch block that handles this kind only. */
  public void orThrow(ChatwardenException fault) {
    if (fault.code() != this) {
      throw fault;
    }
  }
}
