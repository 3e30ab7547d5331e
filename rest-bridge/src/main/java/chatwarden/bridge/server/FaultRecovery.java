package chatwarden.bridge.server;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.util.Exceptions;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;

/**
 * Answers faults where the headers for browsers are still added: Armeria's own handler is outside
 * of all decorators, so that a page of another origin could not read why its call failed.
 */
final class FaultRecovery extends SimpleDecoratingHttpService {

  private final ServerErrorHandler faults;

  FaultRecovery(HttpService delegate, ServerErrorHandler faults) {
    super(delegate);
    this.faults = faults;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest req) throws Exception {
    try {
      return ((HttpService) unwrap()).serve(ctx, req).recover(fault -> answer(ctx, fault));
    } catch (Exception e) {
      return answer(ctx, e);
    }
  }

  private HttpResponse answer(ServiceRequestContext ctx, Throwable fault) {
    HttpResponse answer = faults.onServiceException(ctx, Exceptions.peel(fault));
    return answer == null ? HttpResponse.ofFailure(fault) : answer;
  }
}
