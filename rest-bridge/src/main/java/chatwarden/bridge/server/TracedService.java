package chatwarden.bridge.server;

import chatwarden.bridge.call.CallEnd;
import chatwarden.runtime.tracing.TraceHeaders;
import chatwarden.runtime.tracing.Tracing;
import chatwarden.runtime.tracing.WorkSpan;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a span of each call that has one answer, gRPC or REST, in the trace that its headers name
 * (W3C trace context); it is the current span wherever the call's context is. The span has the
 * route, never the path or the query.
 */
final class TracedService extends SimpleDecoratingHttpService {

  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");
  private static final TextMapGetter<RequestHeaders> OF_CALL = new HeadersGetter();

  private final Tracing tracing;

  private TracedService(HttpService delegate, Tracing tracing) {
    super(delegate);
    this.tracing = tracing;
  }

  /** Returns the service with spans of its calls, or itself where tracing is off. */
  static HttpService around(HttpService service, Tracing tracing) {
    return tracing.isOn() ? new TracedService(service, tracing) : service;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest req) throws Exception {
    HttpService delegate = (HttpService) unwrap();
    if (!hasOneAnswer(ctx, req)) {
      return delegate.serve(ctx, req);
    }
    // The pattern of a route by a regular expression has the marks of its ends.
    String route = ctx.config().route().patternString().replaceAll("^\\^|\\$$", "");
    WorkSpan span =
        tracing
            .incoming(req.method() + " " + route, TraceHeaders.extract(req.headers(), OF_CALL))
            .set(METHOD, req.method().name())
            .set(ROUTE, route);
    CallEnd.of(ctx).thenAccept(log -> end(span, log));
    ctx.hook(span::makeCurrent);
    try (Scope scope = span.makeCurrent()) {
      return delegate.serve(ctx, req);
    }
  }

  /** Posted requests have one answer, streams of gRPC aside. */
  private boolean hasOneAnswer(ServiceRequestContext ctx, HttpRequest req) {
    String type = req.headers().get("content-type", "");
    return req.method() == HttpMethod.POST && !type.startsWith("application/grpc")
        || !((HttpService) unwrap()).exchangeType(ctx.routingContext()).isResponseStreaming();
  }

  private static void end(WorkSpan span, RequestLog log) {
    HttpStatus status = log.responseHeaders().status();
    span.set(STATUS, status.code());
    if (status.isServerError()) {
      span.fail(status.codeAsText());
    }
    span.end();
  }

  private static final class HeadersGetter implements TextMapGetter<RequestHeaders> {
    @Override
    public Iterable<String> keys(RequestHeaders headers) {
      List<String> names = new ArrayList<>();
      headers.names().forEach(name -> names.add(name.toString()));
      return names;
    }

    @Override
    public @Nullable String get(@Nullable RequestHeaders headers, String name) {
      return headers == null ? null : headers.get(name);
    }
  }
}
