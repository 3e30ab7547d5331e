package chatwarden.standalone.process;

import chatwarden.mlflow.TrackingKeys;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import chatwarden.store.pipeline.RunFolder;
import chatwarden.store.redis.StoreKeys;
import chatwarden.worker.server.PipelineServer.StepEnvironment;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The surroundings that commands of steps get from their worker: its file of settings, and those
 * settings of it without which they would work elsewhere than the platform does.
 */
public final class StepVariables {

  /** Names the file of settings. */
  public static final String FILE = "CHATWARDEN_CONFIG";

  private static final List<ConfigKey<String>> SHARED =
      List.of(StoreKeys.REDIS_URI, TrackingKeys.URI, TrackingKeys.EXPERIMENT, RunFolder.FOLDER);

  private StepVariables() {}

  /**
   * Returns the surroundings.
   *
   * @param file the file of settings that this process read, if any
   */
  public static StepEnvironment of(Config config, Optional<Path> file) {
    Map<String, String> variables = new HashMap<>();
    file.ifPresent(read -> variables.put(FILE, read.toAbsolutePath().toString()));
    variables.put(
        Settings.DATA_DIR.environmentVariable(),
        Path.of(config.get(Settings.DATA_DIR)).toAbsolutePath().toString());
    for (ConfigKey<String> key : SHARED) {
      String value = config.get(key);
      if (!value.equals(key.defaultValue())) {
        variables.put(key.environmentVariable(), value);
      }
    }
    return new StepEnvironment(Settings.VERSION, variables);
  }
}
