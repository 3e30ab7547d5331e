package chatwarden.bridge.access;

import chatwarden.bridge.json.HttpErrorHandler;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.AbstractHttpService;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServiceRequestContext;

/**
 * {@code GET /login}: has a browser ask its user for a key, as the password of any name, and then
 * leads to the page. From then on the browser sends the key with the page's calls by itself.
 */
public final class LoginEndpoint extends AbstractHttpService {

  private final AccessControl access;

  /** Leads in whom {@code access} lets in. */
  public LoginEndpoint(AccessControl access) {
    this.access = access;
  }

  /** Returns the route of the endpoint. */
  public static Route route() {
    return Route.builder().exact("/login").methods(HttpMethod.GET).build();
  }

  @Override
  protected HttpResponse doGet(ServiceRequestContext ctx, HttpRequest req) {
    try {
      access.admit(ctx, Permissions.WATCH);
    } catch (ChatwardenException e) {
      FaultCode.UNAUTHENTICATED.orThrow(e);
      return HttpErrorHandler.response(e)
          .mapHeaders(
              headers ->
                  headers.toBuilder()
                      .set(
                          HttpHeaderNames.WWW_AUTHENTICATE,
                          "Basic realm=\"chatwarden\", charset=\"UTF-8\"")
                      .build());
    }
    return HttpResponse.of(ResponseHeaders.of(HttpStatus.SEE_OTHER, HttpHeaderNames.LOCATION, "/"));
  }
}
