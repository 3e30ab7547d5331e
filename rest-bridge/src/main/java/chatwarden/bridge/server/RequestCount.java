package chatwarden.bridge.server;

import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.grpc.StatusMapper;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;

/**
 * Refuses no request, or several, to a method that takes one, as invalid input; gRPC's stubs call
 * that an internal fault.
 */
final class RequestCount implements ServerInterceptor {

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    ServerCall.Listener<Q> listener = next.startCall(call, headers);
    return call.getMethodDescriptor().getType().clientSendsOneMessage()
        ? new OneRequest<>(listener, call)
        : listener;
  }

  private static final class OneRequest<Q> extends SimpleForwardingServerCallListener<Q> {

    private final ServerCall<Q, ?> call;
    private int requests;

    OneRequest(ServerCall.Listener<Q> delegate, ServerCall<Q, ?> call) {
      super(delegate);
      this.call = call;
    }

    @Override
    public void onMessage(Q request) {
      requests++;
      if (requests == 1) {
        super.onMessage(request);
      } else if (requests == 2) {
        refuse();
      }
    }

    @Override
    public void onHalfClose() {
      if (requests == 1) {
        super.onHalfClose();
      } else if (requests == 0) {
        refuse();
      }
    }

    private void refuse() {
      StatusRuntimeException refusal =
          StatusMapper.toStatus(InvalidInputException.of("request", "must come exactly once"));
      Metadata details = refusal.getTrailers();
      call.close(refusal.getStatus(), details == null ? new Metadata() : details);
    }
  }
}
