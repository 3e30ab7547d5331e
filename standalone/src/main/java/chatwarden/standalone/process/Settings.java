package chatwarden.standalone.process;

import chatwarden.bridge.server.BridgeServer;
import chatwarden.ingest.server.IngestServer;
import chatwarden.repository.source.SourceKeys;
import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.config.ConfigLoader;
import chatwarden.runtime.config.InstallationFolder;
import chatwarden.runtime.lifecycle.ServiceProcess;
import chatwarden.runtime.telemetry.MetricsEndpoint;
import chatwarden.runtime.tracing.TracingKeys;
import chatwarden.standalone.log.LogSettings;
import chatwarden.worker.server.PipelineServer;
import chatwarden.worker.server.WorkerKeys;
import java.util.ArrayList;
import java.util.List;

/** Every setting of every process, so that one file serves them all. */
public final class Settings {

  /** Where the embedded engines keep what must outlive the process. */
  public static final ConfigKey<String> DATA_DIR = SourceKeys.DATA_DIR;

  /** The name and version of the program. */
  public static final String VERSION = "Chatwarden 0.1.0";

  private Settings() {}

  /** Every key that any process reads. */
  public static List<ConfigKey<?>> keys() {
    List<ConfigKey<?>> keys = new ArrayList<>();
    keys.addAll(
        List.of(
            DATA_DIR, ServiceProcess.DRAIN_TIMEOUT, MetricsEndpoint.ADDRESS, MetricsEndpoint.PORT));
    keys.addAll(LogSettings.keys());
    keys.addAll(TracingKeys.all());
    ModelServers.keys().forEach(keys::add);
    keys.addAll(IngestServer.keys());
    keys.addAll(BridgeServer.keys());
    keys.addAll(PipelineServer.keys());
    return List.copyOf(keys);
  }

  /** A loader that knows all keys, with the defaults of the place where Chatwarden is installed. */
  public static ConfigLoader loader() {
    ConfigLoader loader =
        ConfigLoader.of(keys())
            .renamed("model.repository", SourceKeys.SOURCES)
            .dead(
                "admission.max-calls",
                "calls wait for up to admission.budget now; admission.concurrency says how many"
                    + " are under way");
    InstallationFolder.find()
        .ifPresent(
            home ->
                loader
                    .preset(SourceKeys.SOURCES, List.of(home.resolve("models").toString()))
                    .preset(WorkerKeys.DEFINITIONS, List.of(home.resolve("pipelines").toString())));
    if (InstallationFolder.ofPackage().isEmpty()) {
      InstallationFolder.ofCheckout()
          .ifPresent(
              home ->
                  loader
                      .preset(DATA_DIR, home.resolve(".chatwarden").toString())
                      .preset(WorkerKeys.LAUNCHER, home.resolve("chatwarden").toString()));
    }
    return loader;
  }
}
