package chatwarden.bridge.server;

import chatwarden.bridge.access.AccessControl;
import chatwarden.bridge.access.GuardedService;
import chatwarden.bridge.access.LoginEndpoint;
import chatwarden.bridge.access.Permissions;
import chatwarden.bridge.admission.CallAdmission;
import chatwarden.bridge.compat.AnalyzeEndpoint;
import chatwarden.bridge.compat.CompatKeys;
import chatwarden.bridge.compat.ModerationClient;
import chatwarden.bridge.compat.ModerationEndpoint;
import chatwarden.bridge.compat.PredictEndpoint;
import chatwarden.bridge.compat.SuggestScoreEndpoint;
import chatwarden.bridge.door.CommentGrpcService;
import chatwarden.bridge.door.ForwardingGrpcService;
import chatwarden.bridge.door.LiveChatGrpcService;
import chatwarden.bridge.door.StoreCalls;
import chatwarden.bridge.platform.PlatformGrpcService;
import chatwarden.bridge.review.AuditExportEndpoint;
import chatwarden.bridge.review.AuditGrpcService;
import chatwarden.bridge.review.ReviewGrpcService;
import chatwarden.bridge.schema.OfferedServices;
import chatwarden.bridge.settings.SettingsGrpcService;
import chatwarden.bridge.statistics.StatisticsGrpcService;
import chatwarden.bridge.watch.ChatFanOut;
import chatwarden.bridge.watch.SocketEndpoint;
import chatwarden.bridge.watch.SseEndpoint;
import chatwarden.bridge.watch.WatchStreams;
import chatwarden.classifier.v1.ClassifierServiceGrpc;
import chatwarden.livechat.v1.CommentPushServiceGrpc;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.runtime.grpc.MutualTls;
import chatwarden.runtime.health.OwnEngine;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.store.redis.StoreKeys;
import chatwarden.tagger.v1.TaggerServiceGrpc;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.protobuf.services.HealthStatusManager;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bridge, put together from a configuration: as a process of its own or inside one with others.
 * A drain says NOT_SERVING, ends the streams of events so that their clients resume elsewhere, and
 * waits for the calls under way.
 */
public final class BridgeServer implements ServicePart {

  private static final Logger log = LoggerFactory.getLogger(BridgeServer.class);

  private final Config config;
  private final Telemetry telemetry;
  private final List<OwnEngine> engines;
  private final Stores.Opener opener;
  private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
  private @Nullable BridgeEndpoint endpoint;
  private @Nullable Readiness readiness;
  private @Nullable WatchStreams watches;
  private @Nullable AccessControl gate;

  BridgeServer(Config config, Telemetry telemetry, List<OwnEngine> engines, Stores.Opener opener) {
    this.config = config;
    this.telemetry = telemetry;
    this.engines = engines;
    this.opener = opener;
  }

  /** A bridge that is not started, with its metrics in {@code telemetry}. */
  public static BridgeServer create(Config config, Telemetry telemetry) {
    return create(config, telemetry, List.of());
  }

  /** The same in a process that runs these engines itself. */
  public static BridgeServer create(Config config, Telemetry telemetry, List<OwnEngine> engines) {
    return new BridgeServer(config, telemetry, engines, Stores::onRedis);
  }

  /** Every key that it reads, those of the store included. */
  public static List<ConfigKey<?>> keys() {
    List<ConfigKey<?>> keys = new ArrayList<>(BridgeKeys.all());
    keys.addAll(StoreKeys.all());
    keys.addAll(MutualTls.keys());
    return List.copyOf(keys);
  }

  /**
   * Checks, before anything is started, that the bridge may listen where the settings say.
   *
   * @throws ChatwardenException FAILED_PRECONDITION, when the bridge would listen beyond loopback
   *     without authentication
   */
  public static void requireSafe(Config config) {
    var _ = BindSettings.of(config);
  }

  @Override
  public String name() {
    return "bridge";
  }

  @Override
  public void start() throws Exception {
    log.info("Starting server=bridge");
    try {
      assemble();
    } catch (Exception e) {
      close();
      throw e;
    }
    log.info("Started server=bridge address={} port={}", config.get(BridgeKeys.ADDRESS), port());
  }

  private void assemble() throws Exception {
    requireSafe(config);
    MeterRegistry metrics = telemetry.registry();
    Stores stores = opened(opener.open(config, metrics));
    AccessControl access =
        opened(new AccessControl(config, stores.keys(), metrics, InstantSource.system()));
    StoreCalls calls = opened(new StoreCalls(config.get(BridgeKeys.MAX_STORE_CALLS), metrics));
    ChatFanOut fanOut = new ChatFanOut(stores.comments(), stores.events(), config, metrics);
    WatchStreams streams = opened(new WatchStreams(fanOut, config));
    ManagedChannel classifier = channel(config.get(BridgeKeys.CLASSIFIER_TARGET));
    ManagedChannel tagger = channel(config.get(BridgeKeys.TAGGER_TARGET));
    ManagedChannel ingest = channel(config.get(BridgeKeys.INGEST_TARGET));
    CallAdmission admission = new CallAdmission(config, metrics);
    ModerationClient moderation =
        new ModerationClient(classifier, tagger, config.get(BridgeKeys.REQUEST_TIMEOUT));
    HealthStatusManager health = new HealthStatusManager();
    Readiness ready =
        opened(new Readiness(stores.problem(), ingest, health, OfferedServices.names()));
    BridgeEndpoint port =
        new BridgeEndpoint(
            config,
            telemetry,
            List.of(
                new CommentGrpcService(stores.comments(), calls),
                new LiveChatGrpcService(stores.sessions(), stores.comments(), calls, streams),
                new ReviewGrpcService(stores.reviews(), calls),
                new AuditGrpcService(stores.reviews(), calls),
                new SettingsGrpcService(stores.settings(), calls),
                new PlatformGrpcService(
                    stores.comments(),
                    stores.problem(),
                    ingest,
                    classifier,
                    tagger,
                    engines,
                    calls),
                new StatisticsGrpcService(stores.statistics(), calls),
                forward(ClassifierServiceGrpc.getServiceDescriptor(), classifier),
                forward(TaggerServiceGrpc.getServiceDescriptor(), tagger),
                forward(CommentPushServiceGrpc.getServiceDescriptor(), ingest)),
            OfferedServices.all(),
            routedServices(access, streams, moderation, stores, calls, admission),
            ready,
            health,
            access,
            admission);
    access.start();
    ready.start();
    port.start();
    toClose.push(port::close);
    watches = streams;
    readiness = ready;
    endpoint = port;
    gate = access;
  }

  private List<RoutedService> routedServices(
      AccessControl access,
      WatchStreams streams,
      ModerationClient moderation,
      Stores stores,
      StoreCalls calls,
      CallAdmission admission) {
    double threshold = config.get(CompatKeys.FLAG_THRESHOLD);
    return List.of(
        new RoutedService(LoginEndpoint.route(), new LoginEndpoint(access)),
        door(access, Permissions.WATCH, SseEndpoint.route(), new SseEndpoint(streams)),
        door(
            access,
            Permissions.WATCH,
            SocketEndpoint.route(),
            SocketEndpoint.of(streams, config.get(BridgeKeys.CORS_ORIGINS))),
        door(
            access,
            Permissions.READ_AUDIT,
            AuditExportEndpoint.route(),
            new AuditExportEndpoint(stores.reviews(), calls)),
        door(
            access,
            Permissions.CLASSIFY,
            PredictEndpoint.route(),
            admission.before(new PredictEndpoint(moderation))),
        door(
            access,
            Permissions.CLASSIFY,
            ModerationEndpoint.route(),
            admission.before(new ModerationEndpoint(moderation, threshold))),
        door(
            access,
            Permissions.CLASSIFY,
            AnalyzeEndpoint.route(),
            admission.before(new AnalyzeEndpoint(moderation))),
        door(
            access,
            Permissions.SUGGEST_SCORE,
            SuggestScoreEndpoint.route(),
            new SuggestScoreEndpoint(stores.feedback(), calls)));
  }

  private static RoutedService door(
      AccessControl access, String method, Route route, HttpService service) {
    return new RoutedService(route, new GuardedService(service, access, method));
  }

  private <T extends AutoCloseable> T opened(T part) {
    toClose.push(part);
    return part;
  }

  private ManagedChannel channel(String target) {
    ManagedChannel channel = GrpcChannels.open(target, config);
    toClose.push(channel::shutdownNow);
    return channel;
  }

  private BindableService forward(io.grpc.ServiceDescriptor service, ManagedChannel channel) {
    return ForwardingGrpcService.to(
        service, channel, config.get(BridgeKeys.REQUEST_TIMEOUT), BridgeServer::timeLeft);
  }

  private static @Nullable Duration timeLeft() {
    long millis = ServiceRequestContext.current().requestTimeoutMillis();
    return millis == 0 ? null : Duration.ofMillis(millis);
  }

  /** The port that is listened on. */
  public int port() {
    return started().port();
  }

  /** The port on loopback on which this process reaches it, without TLS. */
  public int localPort() {
    return started().localPort();
  }

  /** The key with which this process calls it; no other knows it. */
  public String ownKey() {
    AccessControl opened = gate;
    if (opened == null) {
      throw new IllegalStateException("the bridge is not started");
    }
    return opened.ownKey();
  }

  private BridgeEndpoint started() {
    BridgeEndpoint started = endpoint;
    if (started == null) {
      throw new IllegalStateException("the bridge is not started");
    }
    return started;
  }

  /** Where it is, for people: {@code http://host:port}, or https. Only once it is started. */
  public String address() {
    String host = config.get(BridgeKeys.ADDRESS);
    String scheme = started().isSecure() ? "https://" : "http://";
    return scheme + (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
  }

  @Override
  public void drain(Duration timeout) throws InterruptedException {
    if (readiness != null) {
      readiness.drain();
    }
    if (watches != null) {
      watches.drain();
    }
    if (endpoint != null) {
      endpoint.drain(timeout);
    }
  }

  @Override
  public void close() {
    while (!toClose.isEmpty()) {
      try {
        toClose.pop().close();
      } catch (Exception e) {
        log.warn("Failed server=bridge step=close", e);
      }
    }
  }
}
