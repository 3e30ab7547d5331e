package chatwarden.bridge.server;

import chatwarden.bridge.call.CallEnd;
import com.linecorp.armeria.common.ExchangeType;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.RoutingContext;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import java.util.Set;

/**
 * Counts the bodies of requests in a {@link RequestMemory}, from the arrival of each byte until the
 * call is answered; of a stream the message that is under way. A body beyond the limit is not read
 * on. Small bodies of a known length are not counted.
 */
final class CountedService extends SimpleDecoratingHttpService {

  private static final long SMALL = 16 * 1024;
  private static final Set<HttpMethod> WITH_BODY =
      Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

  private final RequestMemory memory;
  private final BodyLimit limit;

  CountedService(HttpService delegate, RequestMemory memory, BodyLimit limit) {
    super(delegate);
    this.memory = memory;
    this.limit = limit;
  }

  /** Armeria would read the bodies of unary gRPC whole before any service sees their headers. */
  @Override
  public ExchangeType exchangeType(RoutingContext call) {
    ExchangeType type = super.exchangeType(call);
    return isCounted(call.headers()) ? ExchangeType.of(true, type.isResponseStreaming()) : type;
  }

  private static boolean isCounted(RequestHeaders headers) {
    long length = headers.contentLength();
    return WITH_BODY.contains(headers.method()) && (length < 0 || length > SMALL);
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest req) throws Exception {
    HttpService delegate = (HttpService) unwrap();
    if (!isCounted(req.headers())) {
      return delegate.serve(ctx, req);
    }
    long max = limit.takeOver(ctx, req);
    MessageFrames frames = limit.isStream(ctx, req) ? new MessageFrames() : null;
    CountedBody body = new CountedBody(req, ctx.eventLoop(), memory, max, frames);
    HttpRequest counted = HttpRequest.of(req.headers(), body);
    ctx.updateRequest(counted);
    CallEnd.of(ctx).thenRun(body::release);
    return delegate.serve(ctx, counted);
  }
}
