package chatwarden.bridge.server;

import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.grpc.StatusMapper;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Set;

/**
 * Calls a client's fault what gRPC's stubs call an internal one: no request, or several, to a
 * method that takes one.
 */
final class RequestCount implements ServerInterceptor {

  /** The words of {@code io.grpc.stub.ServerCalls}. */
  private static final Set<String> MISCOUNTED =
      Set.of("Half-closed without a request", "Too many requests");

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    return next.startCall(
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            String words = status.getDescription();
            if (status.getCode() != Status.Code.INTERNAL
                || words == null
                || !MISCOUNTED.contains(words)) {
              super.close(status, trailers);
              return;
            }
            StatusRuntimeException told =
                StatusMapper.toStatus(
                    InvalidInputException.of("request", "must come exactly once"));
            Metadata details = told.getTrailers();
            super.close(told.getStatus(), details == null ? trailers : details);
          }
        },
        headers);
  }
}
