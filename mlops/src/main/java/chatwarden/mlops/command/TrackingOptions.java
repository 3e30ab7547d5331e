package chatwarden.mlops.command;

import chatwarden.mlflow.MlflowClient;
import chatwarden.mlflow.TrackingKeys;
import chatwarden.mlflow.TrackingServer;
import chatwarden.mlops.run.RunContext;
import chatwarden.mlops.tracking.RunTracker;
import chatwarden.mlops.tracking.RunUpload;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name an MLflow server; the settings {@code tracking.*} hold without them. */
final class TrackingOptions {
  private static final Path SETTINGS = Path.of("chatwarden.yaml");

  @Option(
      names = "--tracking",
      paramLabel = "URL",
      description =
          "The MLflow server to log to, such as http://mlflow:5000. Its account is in"
              + " CHATWARDEN_TRACKING_USER and CHATWARDEN_TRACKING_PASSWORD. Default: tracking.uri"
              + " of chatwarden.yaml or CHATWARDEN_TRACKING_URI, else none.")
  private @Nullable String uri;

  @Option(
      names = "--experiment",
      paramLabel = "NAME",
      description = "The experiment there. Default: chatwarden.")
  private @Nullable String experiment;

  /** The surroundings of a run, and what has to be ended after it. */
  record Tracking(RunContext context, AutoCloseable ending) implements AutoCloseable {
    @Override
    public void close() {
      try {
        ending.close();
      } catch (Exception e) {
        throw new IllegalStateException("a tracker does not fail to close (a bug)", e);
      }
    }
  }

  /** Returns the upload to the server; empty where none is named. */
  Optional<RunUpload> upload() {
    Config config = config();
    return TrackingServer.of(config)
        .map(
            server -> new RunUpload(new MlflowClient(server), config.get(TrackingKeys.EXPERIMENT)));
  }

  /** Returns the surroundings of a run that is tracked where a server is named. */
  Tracking start(Consumer<String> progress) {
    Optional<RunTracker> tracker = upload().map(upload -> RunTracker.start(upload, progress));
    RunContext.Observer observer = tracker.<RunContext.Observer>map(t -> t).orElse(journal -> {});
    return new Tracking(
        new RunContext(
            Clock.systemUTC(),
            System.getProperty("user.name", ""),
            SourceCommit.of(DataOptions.home()),
            observer),
        tracker.<AutoCloseable>map(t -> t).orElse(() -> {}));
  }

  private Config config() {
    Map<String, String> flags = new HashMap<>();
    if (uri != null) {
      flags.put(TrackingKeys.URI.name(), uri);
    }
    if (experiment != null) {
      flags.put(TrackingKeys.EXPERIMENT.name(), experiment);
    }
    ConfigLoader loader =
        ConfigLoader.of(TrackingKeys.keys()).partOfMany().environment(System.getenv()).flags(flags);
    return (Files.isReadable(SETTINGS) ? loader.file(SETTINGS) : loader).load();
  }
}
