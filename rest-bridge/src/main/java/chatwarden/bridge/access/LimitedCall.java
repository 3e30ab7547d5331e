package chatwarden.bridge.access;

import chatwarden.domain.access.ChatScope;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.grpc.StatusMapper;
import com.google.protobuf.Message;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A gRPC call of a caller who is limited to chats. A request for another chat ends it; to the
 * method it then looks cancelled. The method may end it on another thread; the first end counts.
 */
final class LimitedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {

  private final ChatScope scope;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile boolean refused;

  LimitedCall(ServerCall<Q, A> call, ChatScope scope) {
    super(call);
    this.scope = scope;
  }

  /** Returns a listener that passes on what the caller sends until a request is refused. */
  ServerCall.Listener<Q> checking(ServerCall.Listener<Q> method) {
    return new Checking(method);
  }

  private void refuse(ChatwardenException fault) {
    refused = true;
    if (ended.compareAndSet(false, true)) {
      StatusRuntimeException status = StatusMapper.toStatus(fault);
      Metadata details = status.getTrailers();
      super.close(status.getStatus(), details == null ? new Metadata() : details);
    }
  }

  @Override
  public void sendHeaders(Metadata headers) {
    if (!refused) {
      super.sendHeaders(headers);
    }
  }

  @Override
  public void sendMessage(A message) {
    if (!refused) {
      super.sendMessage(message);
    }
  }

  @Override
  public void close(Status status, Metadata trailers) {
    if (ended.compareAndSet(false, true)) {
      super.close(status, trailers);
    }
  }

  @Override
  public boolean isCancelled() {
    return refused || super.isCancelled();
  }

  private final class Checking extends SimpleForwardingServerCallListener<Q> {

    private Checking(ServerCall.Listener<Q> method) {
      super(method);
    }

    @Override
    public void onMessage(Q message) {
      if (refused) {
        return;
      }
      try {
        ChatOfRequest.in((Message) message).ifPresent(chat -> AccessControl.require(scope, chat));
      } catch (ChatwardenException e) {
        refuse(e);
        super.onCancel();
        return;
      }
      super.onMessage(message);
    }

    @Override
    public void onHalfClose() {
      if (!refused) {
        super.onHalfClose();
      }
    }

    @Override
    public void onReady() {
      if (!refused) {
        super.onReady();
      }
    }

    @Override
    public void onCancel() {
      if (!refused) {
        super.onCancel();
      }
    }

    @Override
    public void onComplete() {
      if (!refused) {
        super.onComplete();
      }
    }
  }
}
