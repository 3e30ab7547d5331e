package chatwarden.testing.engine;

import chatwarden.testing.process.FreePorts;
import chatwarden.testing.project.ProjectRoot;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A real MLflow server on loopback, from the folder in which {@code .ci/run} installs it, with a
 * port, a database and files of its own. Used by one thread at a time.
 */
public final class MlflowServer implements AutoCloseable {

  /** The administrator of a server with basic authentication. */
  public static final String USER = "admin";

  /** The administrator's password. */
  public static final String PASSWORD = "only-for-tests-7";

  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Path INSTALLED = Path.of(".ci", "mlflow", "bin");

  private final Path programs;
  private final boolean guarded;
  private final int port = FreePorts.next();
  private final Path folder = TemporaryFolder.create("mlflow");
  private EngineProcess process;

  private MlflowServer(Path programs, boolean guarded) {
    this.programs = programs;
    this.guarded = guarded;
    this.process = launch();
  }

  /** Starts one; where MLflow is not installed, the test is skipped with a message. */
  public static MlflowServer start() {
    return new MlflowServer(require(), false);
  }

  /** Starts one that asks for an account. */
  public static MlflowServer startGuarded() {
    return new MlflowServer(require(), true);
  }

  private static Path require() {
    Path programs = ProjectRoot.find().resolve(INSTALLED);
    Installed.require(programs.resolve("mlflow"), "MLflow");
    return programs;
  }

  /** Returns its port of loopback. */
  public int port() {
    return port;
  }

  /** Returns its address. */
  public String uri() {
    return "http://127.0.0.1:" + port;
  }

  /** Returns the Python that has MLflow's own client. */
  public Path python() {
    return programs.resolve("python");
  }

  /** Kills it with SIGKILL and waits until it is gone. */
  public void kill9() {
    process.kill9();
  }

  /** Starts it again on the same port, with its data. */
  public void restart() {
    if (process.isAlive()) {
      process.kill9();
    }
    process = launch();
  }

  @Override
  public void close() {
    process.kill9();
    TemporaryFolder.delete(folder);
  }

  private EngineProcess launch() {
    List<String> command = new ArrayList<>(List.of(programs.resolve("mlflow").toString()));
    command.addAll(List.of("server", "--workers", "1", "--host", "127.0.0.1"));
    command.addAll(List.of("--port", String.valueOf(port)));
    command.addAll(List.of("--backend-store-uri", "sqlite:///" + folder.resolve("mlflow.db")));
    command.addAll(List.of("--artifacts-destination", folder.resolve("files").toString()));
    if (guarded) {
      command.addAll(List.of("--app-name", "basic-auth"));
    }
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("MLFLOW_SERVER_ENABLE_JOB_EXECUTION", "false");
    environment.put("MLFLOW_FLASK_SERVER_SECRET_KEY", "only for tests");
    environment.put("MLFLOW_AUTH_ADMIN_PASSWORD", PASSWORD);
    environment.put("PATH", programs + ":" + environment.getOrDefault("PATH", "/usr/bin:/bin"));
    EngineProcess started = EngineProcess.start("mlflow", builder, folder.resolve("mlflow.log"));
    started.awaitReady(START_LIMIT, this::answers);
    return started;
  }

  private boolean answers() {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(uri() + "/health").toURL().openConnection();
      connection.setConnectTimeout(1_000);
      connection.setReadTimeout(2_000);
      return connection.getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }
}
