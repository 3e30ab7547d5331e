package chatwarden.repository.source;

import static java.util.Objects.requireNonNull;

import chatwarden.mlflow.TrackingServer;
import chatwarden.testing.engine.MlflowServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

/** Aliases at a real server. */
final class MlflowRegistrySourceTest extends RegistrySourceContract {
  @AutoClose private static @Nullable MlflowServer mlflow;
  private boolean stopped;

  @BeforeAll
  static void start() {
    mlflow = MlflowServer.start();
  }

  private static MlflowServer mlflow() {
    return requireNonNull(mlflow, "mlflow");
  }

  @Override
  TrackingServer server() {
    return TrackingServer.at(mlflow().uri());
  }

  @Override
  void stop() {
    mlflow().kill9();
    stopped = true;
  }

  @AfterEach
  void restart() {
    if (stopped) {
      mlflow().restart();
    }
  }
}
