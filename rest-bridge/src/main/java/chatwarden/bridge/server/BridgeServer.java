package chatwarden.bridge.server;

import chatwarden.bridge.access.AccessControl;
import chatwarden.bridge.admission.CallAdmission;
import chatwarden.bridge.door.StoreCalls;
import chatwarden.bridge.drift.DriftMonitor;
import chatwarden.bridge.peer.ModelPeer;
import chatwarden.bridge.registry.AliasMover;
import chatwarden.bridge.registry.AliasObserver;
import chatwarden.bridge.rollout.RolloutDirector;
import chatwarden.bridge.rollout.RolloutWatch;
import chatwarden.bridge.schema.OfferedServices;
import chatwarden.bridge.server.BridgeParts.Servers;
import chatwarden.bridge.watch.ChatFanOut;
import chatwarden.bridge.watch.WatchStreams;
import chatwarden.bridge.webhook.WebhookKeys;
import chatwarden.bridge.webhook.Webhooks;
import chatwarden.mlflow.TrackingKeys;
import chatwarden.mlflow.TrackingServer;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.runtime.grpc.MutualTls;
import chatwarden.runtime.health.OwnEngine;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.store.pipeline.RunFolder;
import chatwarden.store.redis.StoreKeys;
import chatwarden.store.secret.KeyFile;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.protobuf.services.HealthStatusManager;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private @Nullable Webhooks webhooks;

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
    keys.addAll(TrackingKeys.keys());
    keys.addAll(RunFolder.keys());
    keys.add(RolloutWatch.INTERVAL);
    keys.addAll(WebhookKeys.all());
    keys.addAll(KeyFile.keys());
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
    CallAdmission admission = new CallAdmission(config, metrics);
    Map<ModelPeer, Channel> models = new HashMap<>();
    ModelPeer.ALL.forEach(peer -> models.put(peer, channel(peer.target())));
    Servers servers = new Servers(models, channel(BridgeKeys.INGEST_TARGET));
    AliasMover aliases = new AliasMover(TrackingServer.of(config), stores.aliases());
    AliasObserver observer = opened(new AliasObserver(aliases));
    DriftMonitor drift =
        opened(
            new DriftMonitor(
                stores.sketches(),
                stores.textComparisons(),
                config,
                metrics,
                InstantSource.system()));
    RolloutDirector rollouts =
        opened(new RolloutDirector(stores.rollouts(), aliases, config, InstantSource.system()));
    RolloutWatch rolloutWatch =
        opened(new RolloutWatch(rollouts, config.get(RolloutWatch.INTERVAL), metrics));
    Webhooks hooks =
        opened(
            new Webhooks(
                stores.webhooks(),
                stores.events(),
                stores.reviews(),
                config,
                metrics,
                InstantSource.system()));
    BridgeParts parts =
        new BridgeParts(
            config, stores, calls, streams, access, admission, servers, aliases, drift, rollouts,
            hooks, engines);
    HealthStatusManager health = new HealthStatusManager();
    Readiness ready =
        opened(new Readiness(stores.problem(), servers.ingest(), health, OfferedServices.names()));
    BridgeEndpoint port = new BridgeEndpoint(parts, telemetry, ready, health);
    toClose.push(port::close);
    access.start();
    ready.start();
    port.start();
    observer.start();
    drift.start();
    rolloutWatch.start();
    hooks.start();
    webhooks = hooks;
    watches = streams;
    readiness = ready;
    endpoint = port;
    gate = access;
  }

  private <T extends AutoCloseable> T opened(T part) {
    toClose.push(part);
    return part;
  }

  private ManagedChannel channel(ConfigKey<String> target) {
    ManagedChannel channel = GrpcChannels.open(config.get(target), config, telemetry.tracing());
    toClose.push(channel::shutdownNow);
    return channel;
  }

  /** The port that is listened on. */
  public int port() {
    return started(endpoint).port();
  }

  /** The port on loopback on which this process reaches it, without TLS. */
  public int localPort() {
    return started(endpoint).localPort();
  }

  /** The key with which this process calls it; no other knows it. */
  public String ownKey() {
    return started(gate).ownKey();
  }

  private static <T> T started(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the bridge is not started");
    }
    return part;
  }

  /** Where it is, for people: {@code http://host:port}, or https. Only once it is started. */
  public String address() {
    String host = config.get(BridgeKeys.ADDRESS);
    String scheme = started(endpoint).isSecure() ? "https://" : "http://";
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
    if (webhooks != null) {
      webhooks.drain(timeout);
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
