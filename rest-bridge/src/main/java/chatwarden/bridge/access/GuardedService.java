package chatwarden.bridge.access;

import chatwarden.bridge.json.HttpFault;
import chatwarden.runtime.error.ChatwardenException;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;

/** The gate before what is no gRPC method. */
public final class GuardedService extends SimpleDecoratingHttpService {

  private static final long SMALL = 64 * 1024;

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
    } catch (ChatwardenException e) {
      return refuse(ctx, req, e);
    }
    return ((HttpService) unwrap()).serve(ctx, req);
  }

  /**
   * A small body is let in first: many clients over HTTP/2 do not see an answer that comes while
   * they are still sending.
   */
  private static HttpResponse refuse(
      ServiceRequestContext ctx, HttpRequest req, ChatwardenException why) {
    if (req.headers().contentLength() > SMALL) {
      return HttpFault.response(why);
    }
    ctx.setMaxRequestLength(SMALL);
    return HttpResponse.of(req.aggregate().handle((body, fault) -> HttpFault.response(why)));
  }
}
