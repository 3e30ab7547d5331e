package chatwarden.runtime.grpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/**
 * Keeps the words of every status short, also of those that libraries make and that repeat what the
 * caller sent, as the health service does with a name that it does not know.
 */
public final class BriefStatusInterceptor implements ServerInterceptor {

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    return next.startCall(
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            String words = status.getDescription();
            super.close(
                words == null ? status : status.withDescription(StatusBrevity.message(words)),
                trailers);
          }
        },
        headers);
  }
}
