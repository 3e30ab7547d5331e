package chatwarden.standalone.process;

import chatwarden.bridge.peer.ModelPeer;
import chatwarden.bridge.server.BridgeKeys;
import chatwarden.bridge.server.BridgeServer;
import chatwarden.ingest.server.IngestServer;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.runtime.lifecycle.ServiceProcess;
import chatwarden.runtime.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.List;

/**
 * The whole platform in one process: the engines that are not given, the model servers, chat-ingest
 * and the bridge, which alone has a port. They reach each other as they do across machines, by gRPC
 * and by URIs. Started and closed once.
 */
public final class AllInOne implements AutoCloseable {
  private static final String INGEST = "ingest";

  private final Config config;
  private final Telemetry telemetry = Telemetry.prometheus();
  private final Engines engines;
  private final DeferredPart<BridgeServer> bridge;
  private final ServiceProcess process;

  /** The platform as configured, not started. */
  public AllInOne(Config given) {
    BridgeServer.requireSafe(given);
    Config located = given.with(BridgeKeys.INGEST_TARGET, "inprocess:" + INGEST);
    for (ModelPeer peer : ModelPeer.ALL) {
      located = located.with(peer.target(), "inprocess:" + peer.name());
    }
    config = located;
    engines = new Engines(config, telemetry.registry());
    bridge =
        new DeferredPart<>(
            "bridge",
            () -> BridgeServer.create(engines.located(config), telemetry, engines.statuses()));
    process =
        ServiceProcess.builder()
            .name("chatwarden")
            .drainTimeout(config.get(ServiceProcess.DRAIN_TIMEOUT))
            .part(ServicePart.together("engines and models", foundations()))
            .part(ServicePart.together("ingest and bridge", List.of(ingest(), bridge)))
            .build();
  }

  private List<ServicePart> foundations() {
    List<ServicePart> parts = new ArrayList<>(engines.parts());
    parts.addAll(ModelServers.inProcess(config, telemetry));
    return parts;
  }

  private ServicePart ingest() {
    return new DeferredPart<>(
        INGEST, () -> IngestServer.inProcess(INGEST, engines.located(config), telemetry));
  }

  /** Starts everything; when this returns, everything answers. */
  public void start() {
    process.start();
  }

  /** Where the bridge is, for people: {@code http://host:port}. Only once it is started. */
  public String address() {
    return bridge.part().address();
  }

  /** The bridge as this process calls it. Only once it is started. */
  public LocalBridge bridge() {
    return LocalBridge.open(bridge.part().localPort(), bridge.part().ownKey());
  }

  @Override
  public void close() {
    process.close();
    telemetry.close();
  }
}
