package chatwarden.runtime.grpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
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
public final class FaultInterceptor implements ServerInterceptor {

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    MappedCall<Q, A> mapped = new MappedCall<>(call);
    return new GuardedListener<>(next.startCall(mapped, headers), mapped);
  }

  private static final class MappedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {

    private volatile boolean closed;

    MappedCall(ServerCall<Q, A> delegate) {
      super(delegate);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      closed = true;
      Throwable cause = status.getCause();
      if (status.getCode() == Status.Code.UNKNOWN && cause != null) {
        closeWith(cause);
      } else {
        super.close(status, trailers);
      }
    }

    /** Ends the call with the fault's status, unless it has ended. */
    void fail(Throwable fault) {
      if (!closed) {
        closed = true;
        closeWith(fault);
      } else {
        StatusMapper.toStatus(fault); // so that it is logged all the same
      }
    }

    private void closeWith(Throwable fault) {
      StatusRuntimeException status = StatusMapper.toStatus(fault);
      Metadata details = status.getTrailers();
      super.close(status.getStatus(), details == null ? new Metadata() : details);
    }
  }

  private static final class GuardedListener<Q> extends SimpleForwardingServerCallListener<Q> {

    private final MappedCall<Q, ?> call;

    GuardedListener(ServerCall.Listener<Q> delegate, MappedCall<Q, ?> call) {
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
        call.fail(e);
      }
    }
  }
}
