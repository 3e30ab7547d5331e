package chatwarden.it.rollout;

import chatwarden.mlflow.MlflowClient;
import chatwarden.mlflow.StrictMlflow;
import chatwarden.mlflow.TrackingServer;
import chatwarden.testing.engine.MlflowServer;
import chatwarden.testing.project.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The registry of versions: a real MLflow where {@code .ci/run} has installed it, else the double.
 *
 * @param uri its address
 * @param server closed with this
 */
record PipelineTracking(String uri, AutoCloseable server) implements AutoCloseable {

  private static final Path MLFLOW = Path.of(".ci", "mlflow", "bin", "mlflow");

  static PipelineTracking start() throws IOException {
    if (Files.exists(ProjectRoot.find().resolve(MLFLOW))) {
      MlflowServer mlflow = MlflowServer.start();
      return new PipelineTracking(mlflow.uri(), mlflow);
    }
    StrictMlflow mlflow = StrictMlflow.start();
    return new PipelineTracking(mlflow.uri(), mlflow);
  }

  /** Returns the version, by the number of its folder, that an alias points to; else "none". */
  String version(String model, String alias) {
    return new MlflowClient(TrackingServer.at(uri))
        .registry()
        .find(model, alias)
        .map(found -> found.tags().getOrDefault("chatwarden.version", "no number"))
        .orElse("none");
  }

  @Override
  public void close() throws Exception {
    server.close();
  }
}
