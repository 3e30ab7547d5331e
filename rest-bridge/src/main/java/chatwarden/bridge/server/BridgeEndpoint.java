package chatwarden.bridge.server;

import static com.linecorp.armeria.server.grpc.HttpJsonTranscodingQueryParamMatchRule.LOWER_CAMEL_CASE;
import static com.linecorp.armeria.server.grpc.HttpJsonTranscodingQueryParamMatchRule.ORIGINAL_FIELD;

import chatwarden.bridge.access.AccessControl;
import chatwarden.bridge.access.AccessInterceptor;
import chatwarden.bridge.access.GuardedMethods;
import chatwarden.bridge.access.GuardedService;
import chatwarden.bridge.access.Permissions;
import chatwarden.bridge.admission.AdmissionRefusals;
import chatwarden.bridge.docs.DocumentationPage;
import chatwarden.bridge.docs.OpenApiDocument;
import chatwarden.bridge.docs.ProtoArchive;
import chatwarden.bridge.door.AlphaReflection;
import chatwarden.bridge.json.CallFault;
import chatwarden.bridge.json.JsonMarshaller;
import chatwarden.bridge.json.ProblemResponse;
import chatwarden.bridge.json.QueryCheck;
import chatwarden.bridge.json.StrictBody;
import chatwarden.bridge.json.TranscodingFault;
import chatwarden.bridge.schema.OfferedServices;
import chatwarden.bridge.web.PageService;
import chatwarden.bridge.web.SecurityHeaders;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.FaultWords;
import chatwarden.runtime.grpc.BriefStatusInterceptor;
import chatwarden.runtime.grpc.FaultInterceptor;
import chatwarden.runtime.grpc.GrpcMetrics;
import chatwarden.runtime.lifecycle.BindFault;
import chatwarden.runtime.telemetry.Telemetry;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.common.grpc.GrpcSerializationFormats;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServerPort;
import com.linecorp.armeria.server.cors.CorsService;
import com.linecorp.armeria.server.cors.CorsServiceBuilder;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.GrpcServiceBuilder;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingOptions;
import io.grpc.BindableService;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The one port: gRPC, gRPC-Web and transcoded JSON of its services, the server-sent events, the
 * page, the documentation of the calls, {@code /healthz}, {@code /readyz} and {@code /metrics},
 * over HTTP/1.1 and HTTP/2. Services run on event loops and never block them.
 */
final class BridgeEndpoint {

  private static final Duration IDLE = Duration.ofSeconds(60);
  private static final Duration PING = Duration.ofSeconds(20);

  /** A client that is still sending its body reads the answer before its stream is reset. */
  private static final Duration BODY_AFTER_ANSWER = Duration.ofSeconds(1);

  private static final Duration GLANCE = Duration.ofMillis(10);

  private final BindSettings binding;
  private final AlphaReflection reflection;
  private final Server server;

  BridgeEndpoint(
      BridgeParts parts, Telemetry telemetry, Readiness readiness, HealthStatusManager health) {
    Config config = parts.config();
    AccessControl access = parts.access();
    List<ServiceDescriptor> schemas = OfferedServices.all();
    binding = BindSettings.of(config);
    int maxBytes = config.get(BridgeKeys.MAX_REQUEST_BYTES);
    CallOutcome outcome = new CallOutcome(telemetry.registry());
    Function<HttpService, HttpService> timed = it -> new HttpMetrics(it, telemetry.registry());
    Function<HttpService, HttpService> traced = it -> TracedService.around(it, telemetry.tracing());
    QueryCheck query = new QueryCheck(schemas);
    StrictBody strict = new StrictBody();
    ServerBuilder builder =
        Server.builder()
            .workerGroup(Runtime.getRuntime().availableProcessors())
            .maxRequestLength(maxBytes)
            .requestTimeout(config.get(BridgeKeys.REQUEST_TIMEOUT))
            .requestAutoAbortDelay(BODY_AFTER_ANSWER)
            .defaultHostname(HeaderCheck.NO_HOST)
            .http2MaxStreamsPerConnection(config.get(BridgeKeys.MAX_STREAMS_PER_CONNECTION))
            .idleTimeout(IDLE)
            .pingInterval(PING)
            .verboseResponses(false)
            .disableServerHeader()
            .meterRegistry(telemetry.registry())
            .connectionDrainDuration(Duration.ofMillis(100))
            .gracefulShutdownTimeout(Duration.ofMillis(50), Duration.ofSeconds(2));
    binding.open(builder);
    List<BindableService> services = GrpcServices.of(parts, telemetry.registry());
    reflection = AlphaReflection.of(services);
    GrpcService grpc = grpc(services, reflection, health, telemetry, maxBytes, access);
    BodyLimit limit = BodyLimit.of(grpc, maxBytes);
    RequestMemory memory = new RequestMemory(config, telemetry.registry());
    HttpServices.of(parts)
        .forEach(
            service ->
                builder
                    .route()
                    .addRoute(service.route())
                    .build(
                        traced.apply(
                            outcome.around(new CountedService(service.service(), memory, limit)))));
    builder.service(
        grpc,
        service -> {
          HttpService read =
              service.decorate(
                  (next, ctx, req) -> {
                    query.check(ctx.method(), ctx.path(), ctx.queryParams());
                    return strict.serve(next, ctx, req);
                  });
          HttpService limited = limit.around(parts.admission().before(read));
          HttpService guarded = new GuardedMethods(limited, service, access);
          return traced.apply(
              outcome.around(timed.apply(new CountedService(guarded, memory, limit))));
        });
    builder.service("/healthz", readiness.healthz());
    builder.service("/readyz", readiness.readyz());
    builder.service(
        "/metrics",
        new GuardedService((ctx, req) -> metrics(telemetry), access, Permissions.METRICS));
    byte[] openApi = OpenApiDocument.of(OfferedServices.names());
    builder.service("/openapi.json", DocumentationPage.file(openApi, MediaType.JSON_UTF_8));
    builder.service(
        "/protos.zip", DocumentationPage.file(ProtoArchive.zip(schemas), MediaType.ZIP));
    builder.service(
        "/protos.tgz", DocumentationPage.file(ProtoArchive.npmPackage(schemas), MediaType.GZIP));
    builder.serviceUnder("/docs", DocumentationPage.page(BridgeEndpoint.class.getClassLoader()));
    builder.serviceUnder("/", timed.apply(PageService.of(BridgeEndpoint.class.getClassLoader())));
    ProblemResponse faults = new ProblemResponse();
    builder.errorHandler(faults.orElse(ServerErrorHandler.ofDefault()));
    boolean secure = binding.isSecure();
    builder.decorator(
        it ->
            SecurityHeaders.around(
                new FaultRecovery(new HeaderCheck(HostCheck.around(it, config)), faults), secure));
    allowOrigins(builder, config.get(BridgeKeys.CORS_ORIGINS));
    server = builder.build();
  }

  private static GrpcService grpc(
      List<BindableService> services,
      AlphaReflection reflection,
      HealthStatusManager health,
      Telemetry telemetry,
      int maxBytes,
      AccessControl access) {
    GrpcServiceBuilder builder =
        GrpcService.builder()
            .addServices(services)
            .addService(health.getHealthService())
            .addService(ProtoReflectionServiceV1.newInstance())
            .addService(reflection.service())
            .supportedSerializationFormats(GrpcSerializationFormats.values())
            .enableHttpJsonTranscoding(
                HttpJsonTranscodingOptions.builder()
                    .queryParamMatchRules(LOWER_CAMEL_CASE, ORIGINAL_FIELD)
                    .errorHandler(new TranscodingFault())
                    .build())
            .jsonMarshallerFactory(service -> new JsonMarshaller())
            .exceptionHandler(new CallFault())
            .maxRequestMessageLength(maxBytes)
            .intercept(
                new FaultInterceptor(),
                new BriefStatusInterceptor(),
                new RequestCount(),
                new AdmissionRefusals(),
                new AccessInterceptor(access),
                new GrpcMetrics(telemetry.registry()),
                new CallOutcome.Interceptor());
    return builder.build();
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
                HttpHeaderNames.AUTHORIZATION,
                "x-api-key",
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

  private ChatwardenException cannotListen(Throwable fault) {
    if (fault instanceof IOException) {
      return BindFault.of(binding.host(), binding.port(), "use --port, or set bridge.port", fault);
    }
    return FaultCode.FAILED_PRECONDITION.exception(
        "ADDRESS_UNAVAILABLE",
        "cannot listen on " + binding.host() + ":" + binding.port() + ": " + FaultWords.of(fault),
        fault);
  }

  int port() {
    SessionProtocol protocol = binding.isSecure() ? SessionProtocol.HTTPS : SessionProtocol.HTTP;
    return port(protocol, binding::isAt);
  }

  /** The port on loopback that speaks without TLS. */
  int localPort() {
    return binding.hasLocalPort()
        ? port(SessionProtocol.HTTP, InetAddress::isLoopbackAddress)
        : port();
  }

  private int port(SessionProtocol protocol, Predicate<InetAddress> on) {
    return server.activePorts().values().stream()
        .filter(port -> port.hasProtocol(protocol))
        .map(ServerPort::localAddress)
        .filter(address -> on.test(address.getAddress()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the bridge is not started"))
        .getPort();
  }

  boolean isSecure() {
    return binding.isSecure();
  }

  /** Takes no new calls, waits for those under way and until every connection is closed. */
  void drain(Duration timeout) throws InterruptedException {
    long begin = System.nanoTime();
    CompletableFuture<Void> stopped = server.stop();
    // The end of stop() itself is two seconds later, when Netty has retired a thread without work.
    while (!stopped.isDone() && !isDeserted() && System.nanoTime() - begin < timeout.toNanos()) {
      Thread.sleep(GLANCE);
    }
  }

  /**
   * Returns whether it takes no connections and all are closed; until then calls may be under way.
   */
  private boolean isDeserted() {
    return server.activePorts().isEmpty() && server.numConnections() == 0;
  }

  void close() {
    server.closeAsync();
    reflection.close();
  }
}
