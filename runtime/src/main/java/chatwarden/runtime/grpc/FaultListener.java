package chatwarden.runtime.grpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.StatusRuntimeException;

/** Closes a call with the status of what its service throws. */
final class FaultListener<Q> extends SimpleForwardingServerCallListener<Q> {

  private final ServerCall<Q, ?> call;

  FaultListener(ServerCall.Listener<Q> delegate, ServerCall<Q, ?> call) {
    super(delegate);
    this.call = call;
  }

  @Override
  public void onMessage(Q message) {
    guard(() -> super.onMessage(message));
  }

  @Override
  public void onHalfClose() {
    guard(super::onHalfClose);
  }

  @Override
  public void onReady() {
    guard(super::onReady);
  }

  private void guard(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      StatusRuntimeException fault = StatusMapper.toStatus(e);
      Metadata details = fault.getTrailers();
      call.close(fault.getStatus(), details == null ? new Metadata() : details);
    }
  }
}
