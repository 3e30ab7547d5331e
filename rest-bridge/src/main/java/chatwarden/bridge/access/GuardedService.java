package chatwarden.bridge.access;

import chatwarden.bridge.json.HttpErrorHandler;
import chatwarden.runtime.error.ChatwardenException;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;

/** The gate of services other than gRPC methods. */
public final class GuardedService extends SimpleDecoratingHttpService {

  private final AccessControl access;
  private final String method;

  /** {@code delegate}, for those who may call {@code method} of the table. */
  public GuardedService(HttpService delegate, AccessControl access, String method) {
    super(delegate);
    if (!Permissions.knows(method)) {
      throw new IllegalArgumentException("method: " + method + " (expected: one of the table)");
    }
    this.access = access;
    this.method = method;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest req) throws Exception {
    try {
      access.admit(ctx, method);
      String chat = ctx.pathParam("chat");
      if (chat != null) {
        AccessControl.require(AccessControl.currentChats(), chat);
      }
    } catch (ChatwardenException e) {
      return HttpErrorHandler.refusal(ctx, req, e);
    }
    return ((HttpService) unwrap()).serve(ctx, req);
  }
}
