package chatwarden.serving.batch;

import io.grpc.Context;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/** Knows whether the caller of a gRPC context still waits. */
final class CallerState {

  private CallerState() {}

  /** Returns why no row of the caller needs to be run any more; null while it waits for them. */
  static @Nullable Throwable verdict(Context context) {
    if (context.getDeadline() != null && context.getDeadline().isExpired()) {
      return Status.DEADLINE_EXCEEDED
          .withDescription("the deadline passed before the call's turn")
          .asRuntimeException();
    }
    return context.isCancelled()
        ? Status.CANCELLED
            .withDescription("the call was cancelled before its turn")
            .asRuntimeException()
        : null;
  }
}
