package chatwarden.bridge.web;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeadersBuilder;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;

/** Adds the headers that restrict browsers to every response; a service's own headers are kept. */
public final class SecurityHeaders extends SimpleDecoratingHttpService {

  /** What the page may load and do: only what its own origin gives. */
  static final String PAGE_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
          + "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
          + "form-action 'none'; frame-ancestors 'none'";

  /** What the page of the documentation may do; its pictures lie in its styles. */
  public static final String DOCUMENTATION_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
          + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final String NO_STORE = "no-store";
  private static final String DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

  private final String policy;
  private final boolean data;
  private final boolean secure;

  private SecurityHeaders(HttpService delegate, String policy, boolean data, boolean secure) {
    super(delegate);
    this.policy = policy;
    this.data = data;
    this.secure = secure;
  }

  /**
   * Around services that give data, which is not for caches.
   *
   * @param secure whether browsers shall come by TLS alone from now on
   */
  public static SecurityHeaders around(HttpService delegate, boolean secure) {
    return new SecurityHeaders(delegate, DATA_POLICY, true, secure);
  }

  /** Around a service whose pages need a {@code policy} of their own. */
  public static SecurityHeaders around(HttpService delegate, String policy) {
    return new SecurityHeaders(delegate, policy, false, false);
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest req) throws Exception {
    return ((HttpService) unwrap()).serve(ctx, req).mapHeaders(this::with);
  }

  private ResponseHeaders with(ResponseHeaders headers) {
    return headers.withMutations(
        all -> {
          setIfAbsent(all, HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff");
          setIfAbsent(all, HttpHeaderNames.REFERRER_POLICY, "no-referrer");
          setIfAbsent(all, HttpHeaderNames.CONTENT_SECURITY_POLICY, policy);
          setIfAbsent(all, HttpHeaderNames.CROSS_ORIGIN_OPENER_POLICY, "same-origin");
          if (secure) {
            setIfAbsent(all, HttpHeaderNames.STRICT_TRANSPORT_SECURITY, "max-age=31536000");
          }
          if (data && !all.contains(HttpHeaderNames.ETAG)) {
            setIfAbsent(all, HttpHeaderNames.CACHE_CONTROL, NO_STORE);
          }
        });
  }

  private static void setIfAbsent(HttpHeadersBuilder headers, CharSequence name, String value) {
    if (!headers.contains(name)) {
      headers.set(name, value);
    }
  }
}
