package chatwarden.standalone.process;

import chatwarden.bridge.server.BridgeServer;
import chatwarden.ingest.server.IngestServer;
import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.config.ConfigLoader;
import chatwarden.runtime.lifecycle.ServiceProcess;
import chatwarden.runtime.telemetry.MetricsEndpoint;
import chatwarden.serving.door.ServingKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every setting of every process, so that one file serves them all. */
public final class Settings {

  /** Where the embedded engines keep what must outlive the process. */
  public static final ConfigKey<String> DATA_DIR =
      ConfigKey.text(
          "data.dir",
          ".chatwarden",
          "The folder of the embedded broker and the embedded Redis; made when it is missing.");

  private Settings() {}

  /** Every key that any process reads. */
  public static List<ConfigKey<?>> keys() {
    List<ConfigKey<?>> keys = new ArrayList<>();
    keys.addAll(
        List.of(
            DATA_DIR, ServiceProcess.DRAIN_TIMEOUT, MetricsEndpoint.ADDRESS, MetricsEndpoint.PORT));
    ModelServers.keys().forEach(keys::add);
    keys.addAll(IngestServer.keys());
    keys.addAll(BridgeServer.keys());
    return List.copyOf(keys);
  }

  /** A loader that knows all keys, with the defaults of the place where Chatwarden is installed. */
  public static ConfigLoader loader() {
    ConfigLoader loader =
        ConfigLoader.of(keys())
            .dead(
                "admission.max-calls",
                "calls wait for up to admission.budget now; admission.concurrency says how many"
                    + " are under way");
    home()
        .ifPresent(
            home ->
                loader
                    .preset(ServingKeys.MODEL_REPOSITORY, home.resolve("models").toString())
                    .preset(DATA_DIR, home.resolve(".chatwarden").toString()));
    return loader;
  }

  /** Where Chatwarden is installed, if the launcher said so. */
  private static Optional<Path> home() {
    return Optional.ofNullable(System.getenv("CHATWARDEN_HOME"))
        .map(Path::of)
        .filter(Files::isDirectory);
  }
}
