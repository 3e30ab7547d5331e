package chatwarden.standalone.process;

import chatwarden.bridge.peer.ModelPeer;
import chatwarden.bridge.server.BridgeKeys;
import chatwarden.bridge.server.BridgeServer;
import chatwarden.ingest.server.IngestServer;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.runtime.lifecycle.ServiceProcess;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.worker.server.PipelineServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The whole platform in one process: the engines that are not given, the model servers, chat-ingest
 * a worker of pipelines and the bridge, which alone has a port. They reach each other as they do
 * across machines, by gRPC and by URIs. Started and closed once.
 */
public final class AllInOne implements AutoCloseable {
  private static final String INGEST = "ingest";

  private final Config config;
  private final Telemetry telemetry;
  private final Engines engines;
  private final DeferredPart<BridgeServer> bridge;
  private final ServiceProcess process;

  /**
   * The platform as configured, not started.
   *
   * @param settingsFile the file that the configuration was read from, if any
   */
  public AllInOne(Config given, Optional<Path> settingsFile) {
    BridgeServer.requireSafe(given);
    telemetry = Telemetry.of(given, "chatwarden");
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
            .part(
                ServicePart.together(
                    "ingest, bridge and pipelines",
                    List.of(ingest(), bridge, pipelines(settingsFile))))
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

  private ServicePart pipelines(Optional<Path> settingsFile) {
    return new DeferredPart<>(
        "pipelines",
        () -> {
          Config reached = engines.located(config);
          return PipelineServer.create(reached, telemetry, StepVariables.of(reached, settingsFile));
        });
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
