package chatwarden.bridge.access;

import chatwarden.bridge.call.CallEnd;
import chatwarden.runtime.error.FaultCode;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The calls under way and who made them, so that a revoked key ends its open calls. */
final class OpenCalls {

  private final Map<ServiceRequestContext, Caller> calls = new ConcurrentHashMap<>();

  void enter(ServiceRequestContext call, Caller caller) {
    calls.put(call, caller);
    CallEnd.of(call).thenRun(() -> calls.remove(call));
  }

  /** Ends the calls of those callers. */
  void endThose(Predicate<Caller> callers) {
    calls.forEach(
        (call, caller) -> {
          if (callers.test(caller)) {
            call.cancel(
                FaultCode.UNAUTHENTICATED.exception(
                    "CREDENTIAL_ENDED", "the key or the token no longer holds"));
          }
        });
  }

  int size() {
    return calls.size();
  }
}
