package chatwarden.bridge.server;

import static com.linecorp.armeria.server.grpc.HttpJsonTranscodingQueryParamMatchRule.LOWER_CAMEL_CASE;
import static com.linecorp.armeria.server.grpc.HttpJsonTranscodingQueryParamMatchRule.ORIGINAL_FIELD;

import chatwarden.bridge.json.CallFault;
import chatwarden.bridge.json.JsonMarshaller;
import chatwarden.bridge.json.PlainFault;
import chatwarden.bridge.json.QueryCheck;
import chatwarden.bridge.json.TranscodingFault;
import chatwarden.bridge.watch.SseEndpoint;
import chatwarden.bridge.watch.WatchStreams;
import chatwarden.bridge.web.PageService;
import chatwarden.bridge.web.SecurityHeaders;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.FailedPreconditionException;
import chatwarden.runtime.grpc.GrpcMetrics;
import chatwarden.runtime.telemetry.Telemetry;
import com.google.protobuf.Descriptors;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.grpc.GrpcSerializationFormats;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.cors.CorsService;
import com.linecorp.armeria.server.cors.CorsServiceBuilder;
import com.linecorp.armeria.server.docs.DocService;
import com.linecorp.armeria.server.docs.DocServiceFilter;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.GrpcServiceBuilder;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingOptions;
import io.grpc.BindableService;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * The one port: gRPC, gRPC-Web and transcoded JSON of the doors, the server-sent events, the page,
 * the documentation of the calls, {@code /healthz} and {@code /metrics}, over HTTP/1.1 and HTTP/2
 * without TLS. Services run on event loops and never block them.
 */
final class BridgeEndpoint {

  private static final Duration IDLE = Duration.ofSeconds(60);
  private static final Duration PING = Duration.ofSeconds(20);

  private final String host;
  private final int wishedPort;
  private final Server server;

  BridgeEndpoint(
      Config config,
      Telemetry telemetry,
      List<BindableService> doors,
      List<Descriptors.ServiceDescriptor> schemas,
      WatchStreams watches,
      Readiness readiness,
      HealthStatusManager health) {
    host = config.get(BridgeKeys.ADDRESS);
    wishedPort = config.get(BridgeKeys.PORT);
    int maxBytes = config.get(BridgeKeys.MAX_REQUEST_BYTES);
    Function<HttpService, HttpService> timed = it -> new HttpMetrics(it, telemetry.registry());
    QueryCheck query = new QueryCheck(schemas);
    ServerBuilder builder =
        Server.builder()
            .http(new InetSocketAddress(host, wishedPort))
            .maxRequestLength(maxBytes)
            .requestTimeout(config.get(BridgeKeys.REQUEST_TIMEOUT))
            .idleTimeout(IDLE)
            .pingInterval(PING)
            .verboseResponses(false)
            .disableServerHeader()
            .meterRegistry(telemetry.registry())
            .gracefulShutdownTimeout(Duration.ofMillis(50), Duration.ofSeconds(2));
    builder.route().addRoute(SseEndpoint.route()).build(new SseEndpoint(watches));
    builder.service(
        grpc(doors, health, telemetry, maxBytes),
        timed,
        delegate ->
            delegate.decorate(
                (next, ctx, req) -> {
                  if (isGrpc(req)) {
                    ctx.setMaxRequestLength(0); // A stream may be long, its messages may not.
                  }
                  query.check(ctx.method(), ctx.path(), ctx.queryParams());
                  return next.serve(ctx, req);
                }));
    builder.service("/healthz", readiness);
    builder.service("/metrics", (ctx, req) -> metrics(telemetry));
    builder.serviceUnder(
        "/docs", SecurityHeaders.around(documentation(), SecurityHeaders.DOCUMENTATION_POLICY));
    builder.serviceUnder("/", timed.apply(PageService.of(BridgeEndpoint.class.getClassLoader())));
    PlainFault faults = new PlainFault();
    builder.errorHandler(faults.orElse(ServerErrorHandler.ofDefault()));
    builder.decorator(it -> SecurityHeaders.around(new FaultRecovery(it, faults)));
    allowOrigins(builder, config.get(BridgeKeys.CORS_ORIGINS));
    server = builder.build();
  }

  private static boolean isGrpc(HttpRequest req) {
    MediaType type = req.contentType();
    return type != null
        && GrpcSerializationFormats.values().stream().anyMatch(it -> it.isAccepted(type));
  }

  private static GrpcService grpc(
      List<BindableService> doors, HealthStatusManager health, Telemetry telemetry, int maxBytes) {
    GrpcServiceBuilder builder =
        GrpcService.builder()
            .addServices(doors)
            .addService(health.getHealthService())
            .addService(ProtoReflectionServiceV1.newInstance())
            .supportedSerializationFormats(GrpcSerializationFormats.values())
            .enableHttpJsonTranscoding(
                HttpJsonTranscodingOptions.builder()
                    .queryParamMatchRules(LOWER_CAMEL_CASE, ORIGINAL_FIELD)
                    .errorHandler(new TranscodingFault())
                    .build())
            .jsonMarshallerFactory(service -> new JsonMarshaller())
            .exceptionHandler(new CallFault())
            .maxRequestMessageLength(maxBytes)
            .intercept(new GrpcMetrics(telemetry.registry()));
    return builder.build();
  }

  private static DocService documentation() {
    return DocService.builder()
        .exclude(
            DocServiceFilter.ofServiceName(ServerReflectionGrpc.SERVICE_NAME)
                .or(DocServiceFilter.ofServiceName(HealthGrpc.SERVICE_NAME)))
        .build();
  }

  private static HttpResponse metrics(Telemetry telemetry) {
    return HttpResponse.of(
        HttpStatus.OK, MediaType.parse(Telemetry.CONTENT_TYPE), telemetry.scrape());
  }

  private static void allowOrigins(ServerBuilder builder, List<String> origins) {
    if (origins.isEmpty()) {
      return;
    }
    CorsServiceBuilder cors =
        origins.contains("*") ? CorsService.builderForAnyOrigin() : CorsService.builder(origins);
    builder.decorator(
        cors.allowRequestMethods(HttpMethod.GET, HttpMethod.POST, HttpMethod.DELETE)
            .allowRequestHeaders(
                HttpHeaderNames.CONTENT_TYPE,
                HttpHeaderNames.LAST_EVENT_ID,
                "grpc-timeout",
                "x-grpc-web",
                "x-user-agent",
                "connect-protocol-version",
                "connect-timeout-ms")
            .exposeHeaders(
                "grpc-status",
                "grpc-message",
                "grpc-status-details-bin",
                HttpHeaderNames.RETRY_AFTER)
            .maxAge(Duration.ofHours(1))
            .newDecorator());
  }

  void start() {
    try {
      server.start().join();
    } catch (CompletionException e) {
      throw cannotListen(e.getCause() == null ? e : e.getCause());
    }
  }

  private FailedPreconditionException cannotListen(Throwable fault) {
    if (fault instanceof BindException && String.valueOf(fault.getMessage()).contains("in use")) {
      return FailedPreconditionException.portTaken(
          host, wishedPort, "use --port, or set bridge.port", fault);
    }
    return FailedPreconditionException.of(
        "ADDRESS_UNAVAILABLE",
        "cannot listen on " + host + ":" + wishedPort + ": " + fault.getMessage(),
        fault);
  }

  int port() {
    return server.activeLocalPort();
  }

  /** Takes no new calls and waits for those under way. */
  void drain(Duration timeout) throws InterruptedException {
    try {
      server.stop().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // What is left is cut when the process closes.
    }
  }

  void close() {
    server.closeAsync();
  }
}
