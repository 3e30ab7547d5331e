package chatwarden.bridge.server;

import chatwarden.bridge.call.CallEnd;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Times HTTP requests as {@code http.server.request.duration}, by method, route and status. */
final class HttpMetrics extends SimpleDecoratingHttpService {

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(2),
    Duration.ofSeconds(10),
  };

  private final MeterRegistry registry;

  HttpMetrics(HttpService delegate, MeterRegistry registry) {
    super(delegate);
    this.registry = registry;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest req) throws Exception {
    String route = ctx.config().route().patternString();
    CallEnd.of(ctx).thenAccept(log -> record(log, route));
    return ((HttpService) unwrap()).serve(ctx, req);
  }

  private void record(RequestLog log, String route) {
    Timer.builder("http.server.request.duration")
        .description("How long HTTP requests took")
        .tag("http.request.method", log.requestHeaders().method().name())
        .tag("http.route", route)
        .tag("http.response.status_code", log.responseHeaders().status().codeAsText())
        .serviceLevelObjectives(BUCKETS)
        .register(registry)
        .record(log.totalDurationNanos(), TimeUnit.NANOSECONDS);
  }
}
