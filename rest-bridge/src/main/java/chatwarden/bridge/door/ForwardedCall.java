package chatwarden.bridge.door;

import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.grpc.StatusMapper;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way through. Its two listeners run on threads of their side, one callback after
 * the other; their shared state is in the pumps.
 */
final class ForwardedCall<Q, A> {

  private final ServerCall<Q, A> caller;
  private final ClientCall<Q, A> server;
  private final FlowControlRelay toServer;
  private final FlowControlRelay toCaller;

  ForwardedCall(ServerCall<Q, A> caller, ClientCall<Q, A> server) {
    this.caller = caller;
    this.server = server;
    this.toServer = new FlowControlRelay(() -> caller.request(1), server::isReady);
    this.toCaller = new FlowControlRelay(() -> server.request(1), caller::isReady);
  }

  void start() {
    server.start(new FromServer(), new Metadata());
    caller.request(1);
    server.request(1);
  }

  ServerCall.Listener<Q> fromCaller() {
    return new FromCaller();
  }

  private final class FromCaller extends ServerCall.Listener<Q> {

    @Override
    public void onMessage(Q message) {
      server.sendMessage(message);
      toServer.passed();
    }

    @Override
    public void onHalfClose() {
      server.halfClose();
    }

    @Override
    public void onCancel() {
      server.cancel("the caller left", null);
    }

    @Override
    public void onReady() {
      toCaller.roomCame();
    }
  }

  private final class FromServer extends ClientCall.Listener<A> {

    private boolean headersSent;

    @Override
    public void onMessage(A message) {
      if (!headersSent) {
        headersSent = true;
        caller.sendHeaders(new Metadata());
      }
      caller.sendMessage(message);
      toCaller.passed();
    }

    @Override
    public void onReady() {
      toServer.roomCame();
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      if (caller.isCancelled()) {
        return;
      }
      StatusRuntimeException told = told(status, trailers);
      caller.close(told.getStatus(), details(told.getTrailers()));
    }
  }

  /**
   * What the server says passes; that it cannot be reached is said in our words, without its
   * address.
   */
  private StatusRuntimeException told(Status status, Metadata trailers) {
    if (status.isOk()
        || StatusProto.fromStatusAndTrailers(status, trailers).getDetailsCount() > 0) {
      return status.asRuntimeException(trailers);
    }
    String service = caller.getMethodDescriptor().getServiceName();
    return switch (status.getCode()) {
      case UNAVAILABLE ->
          StatusMapper.toStatus(
              FaultCode.UNAVAILABLE.exception(
                  "SERVER_AWAY", service + " cannot be reached; try again"));
      case CANCELLED, DEADLINE_EXCEEDED ->
          Status.fromCode(status.getCode())
              .withDescription(service + " did not answer in time")
              .asRuntimeException();
      default -> status.withCause(null).asRuntimeException();
    };
  }

  private static Metadata details(@Nullable Metadata trailers) {
    Metadata details = new Metadata();
    Metadata.Key<byte[]> key =
        Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);
    byte[] value = trailers == null ? null : trailers.get(key);
    if (value != null) {
      details.put(key, value);
    }
    return details;
  }
}
