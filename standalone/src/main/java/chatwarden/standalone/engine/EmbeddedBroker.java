package chatwarden.standalone.engine;

import chatwarden.runtime.error.FailedPreconditionException;
import chatwarden.runtime.lifecycle.ServicePart;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.ConfiguredObject;
import org.apache.qpid.server.model.State;
import org.apache.qpid.server.model.SystemConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Apache Qpid Broker-J inside this process: AMQP 0-9-1 on a port of loopback, for whoever has the
 * password that lies in its folder. Messages lie in a Derby database there; what was confirmed is
 * on the disk and stands after a kill of the process or of the machine.
 *
 * <p>Several may run in one process, each in a folder of its own. Not used by several threads at a
 * time; {@link #uri} is safe once it is started.
 */
public final class EmbeddedBroker implements ServicePart {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);

  private final Path path;
  private final int wishedPort;
  private volatile @Nullable String uri;
  private @Nullable EngineFolder folder;
  private @Nullable SystemLauncher launcher;

  private EmbeddedBroker(Path path, int port) {
    this.path = path.toAbsolutePath().normalize();
    this.wishedPort = port;
  }

  /** A broker that keeps its data in {@code folder}, on {@code port}; 0 takes a free one. */
  public static EmbeddedBroker at(Path folder, int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
    }
    return new EmbeddedBroker(folder, port);
  }

  @Override
  public String name() {
    return "embedded-broker";
  }

  /**
   * Starts it.
   *
   * @throws FailedPreconditionException when another process has the folder or the port, or the
   *     data cannot be read
   */
  @Override
  public void start() throws Exception {
    long begin = System.nanoTime();
    EngineFolder taken = EngineFolder.take("broker", path);
    try {
      String password = taken.password();
      int port = taken.freePort(wishedPort);
      launch(taken, port, password);
      folder = taken;
      uri = "amqp://chatwarden:" + password + "@127.0.0.1:" + port;
      long millis = (System.nanoTime() - begin) / 1_000_000;
      log.info("Started engine=broker port={} folder={} millis={}", port, path, millis);
    } catch (Exception | Error e) {
      stop();
      taken.close();
      throw e;
    }
  }

  private void launch(EngineFolder taken, int port, String password) throws Exception {
    setIfAbsent("derby.stream.error.file", taken.file("derby.log").toString());
    setIfAbsent("qpid.broker_status_updates", "false");
    Watcher watcher = new Watcher();
    SystemLauncher started = new SystemLauncher(watcher);
    launcher = started;
    Map<String, String> context =
        Map.of(
            "qpid.work_dir", path.toString(),
            "chatwarden.port", Integer.toString(port),
            "chatwarden.password", password,
            "chatwarden.store", taken.file("store").toString());
    started.startup(
        Map.of(
            SystemConfig.TYPE,
            "Memory",
            SystemConfig.INITIAL_CONFIGURATION_LOCATION,
            configuration().toExternalForm(),
            "startupLoggedToSystemOut",
            false,
            SystemConfig.CONTEXT,
            context));
    watcher.requireWorking(path);
  }

  private static URL configuration() {
    return Objects.requireNonNull(
        EmbeddedBroker.class.getResource("/chatwarden/standalone/engine/broker.json"),
        "broker.json is missing from the jar (a bug)");
  }

  private static void setIfAbsent(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /**
   * Where it is, with the password.
   *
   * @throws IllegalStateException when it is not started
   */
  public String uri() {
    String known = uri;
    if (known == null) {
      throw new IllegalStateException("the embedded broker is not started");
    }
    return known;
  }

  @Override
  public void close() throws IOException {
    stop();
    if (folder != null) {
      folder.close();
      folder = null;
    }
  }

  private void stop() {
    if (launcher != null) {
      launcher.shutdown();
      launcher = null;
    }
  }

  /** Learns what became of the start, which the launcher only logs. */
  private static final class Watcher extends SystemLauncherListener.DefaultSystemLauncherListener {
    private @Nullable RuntimeException fault;
    private @Nullable SystemConfig<?> system;

    @Override
    public void errorOnStartup(RuntimeException e) {
      fault = e;
    }

    @Override
    public void onContainerResolve(SystemConfig<?> resolved) {
      system = resolved;
    }

    void requireWorking(Path path) {
      if (fault != null || system == null) {
        throw broken(path, fault == null ? "no broker came up" : fault.getMessage(), fault);
      }
      Broker<?> broker = system.getContainer(Broker.class);
      broker.getPorts().forEach(port -> requireActive(path, "port", port));
      broker
          .getVirtualHostNodes()
          .forEach(
              node -> {
                requireActive(path, "store", node);
                requireActive(path, "virtual host", node.getVirtualHost());
              });
    }

    private static void requireActive(
        Path path, String part, @Nullable ConfiguredObject<?> object) {
      if (object == null || object.getState() != State.ACTIVE) {
        String state = object == null ? "missing" : object.getState().name();
        throw broken(path, part + " is " + state + ", see derby.log there", null);
      }
    }

    private static FailedPreconditionException broken(
        Path path, @Nullable String why, @Nullable Throwable cause) {
      String message = "the embedded broker cannot start on its data in " + path + ": " + why;
      return cause == null
          ? FailedPreconditionException.of("BROKER_START_FAILED", message)
          : FailedPreconditionException.of("BROKER_START_FAILED", message, cause);
    }
  }
}
