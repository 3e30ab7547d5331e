package chatwarden.bridge.call;

import com.linecorp.armeria.common.RequestContext;
import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.common.logging.RequestLogProperty;
import java.util.concurrent.CompletableFuture;

/**
 * Finds out when a call is over. The log of a call may never be complete: gRPC and transcoded calls
 * defer its content, which is missing where the call is refused before it is read. The response
 * ends in any case.
 */
public final class CallEnd {

  private CallEnd() {}

  /** Returns a future that completes when the response of the call has ended, or was cut off. */
  public static CompletableFuture<RequestLog> of(RequestContext call) {
    return call.log().whenAvailable(RequestLogProperty.RESPONSE_END_TIME);
  }
}
