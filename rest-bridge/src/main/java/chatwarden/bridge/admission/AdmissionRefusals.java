package chatwarden.bridge.admission;

import chatwarden.runtime.grpc.AdmissionBudget;
import chatwarden.runtime.grpc.PreparedRefusal;
import com.linecorp.armeria.common.util.Exceptions;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.netty.util.AttributeKey;

/**
 * Ends the gRPC calls that {@link AdmittedService} does not let in, so that the status comes in the
 * format of the client: gRPC or gRPC-Web, binary or text.
 */
public final class AdmissionRefusals implements ServerInterceptor {

  private static final AttributeKey<Throwable> FAULT =
      AttributeKey.valueOf(AdmissionRefusals.class, "fault");
  private static final RuntimeException OVERLOADED = AdmissionBudget.refusal();

  private final PreparedRefusal refusal = new PreparedRefusal(AdmissionBudget.refusal());

  /** Has the call end because it would wait too long. */
  static void refuse(ServiceRequestContext call) {
    call.setAttr(FAULT, OVERLOADED);
  }

  /** Has the call end because its request could not be read. */
  static void fail(ServiceRequestContext call, Throwable fault) {
    call.setAttr(FAULT, fault);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Throwable fault = ServiceRequestContext.current().attr(FAULT);
    if (fault == null) {
      return next.startCall(call, headers);
    }
    if (fault != OVERLOADED) {
      return Exceptions.throwUnsafely(fault); // The one handler of faults gives it its status.
    }
    refusal.close(call);
    return new ServerCall.Listener<>() {};
  }
}
