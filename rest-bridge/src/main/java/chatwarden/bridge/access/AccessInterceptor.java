package chatwarden.bridge.access;

import chatwarden.domain.access.ChatScope;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.grpc.StatusMapper;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;

/**
 * The last gate before every gRPC method, also when it is called by gRPC-Web or as JSON; ends calls
 * that {@link GuardedMethods} refused.
 */
public final class AccessInterceptor implements ServerInterceptor {

  private final AccessControl access;

  /** Lets in whom {@code access} does. */
  public AccessInterceptor(AccessControl access) {
    this.access = access;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    try {
      access.admit(ServiceRequestContext.current(), call.getMethodDescriptor().getFullMethodName());
    } catch (ChatwardenException e) {
      StatusRuntimeException status = StatusMapper.toStatus(e);
      Metadata details = status.getTrailers();
      call.close(status.getStatus(), details == null ? new Metadata() : details);
      return new ServerCall.Listener<>() {};
    }
    ChatScope scope = AccessControl.currentChats();
    if (!scope.limited()) {
      return next.startCall(call, headers);
    }
    LimitedCall<Q, A> limited = new LimitedCall<>(call, scope);
    return limited.checking(next.startCall(limited, headers));
  }
}
