package chatwarden.runtime.grpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/**
 * Sees to it that no call ends with an error outside of the one table: a service that throws, or
 * ends a call with a fault, gives the status of that fault.
 */
final class FaultInterceptor implements ServerInterceptor {

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    ServerCall<Q, A> mapped =
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            if (status.getCode() == Status.Code.UNKNOWN && status.getCause() != null) {
              StatusRuntimeException fault = StatusMapper.toStatus(status.getCause());
              Metadata details = fault.getTrailers();
              super.close(fault.getStatus(), details == null ? trailers : details);
            } else {
              super.close(status, trailers);
            }
          }
        };
    return new FaultListener<>(next.startCall(mapped, headers), mapped);
  }
}
