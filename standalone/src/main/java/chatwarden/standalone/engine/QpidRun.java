package chatwarden.standalone.engine;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.FaultWords;
import java.lang.reflect.Method;
import java.net.URL;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.ConfiguredObject;
import org.apache.qpid.server.model.Port;
import org.apache.qpid.server.model.State;
import org.apache.qpid.server.model.SystemConfig;
import org.apache.qpid.server.model.port.AmqpPortImpl;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of Apache Qpid Broker-J in this process. Used by one thread at a time. */
final class QpidRun {

  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
  private static final Logger log = LoggerFactory.getLogger(QpidRun.class);

  private final Path store;
  private final Watcher watcher = new Watcher();
  private final SystemLauncher launcher = new SystemLauncher(watcher);

  private QpidRun(Path store) {
    this.store = store;
  }

  /**
   * Starts it.
   *
   * @throws ChatwardenException FAILED_PRECONDITION, when it cannot work on its data or its port
   */
  static QpidRun start(EngineFolder folder, Path path, int port, String password) throws Exception {
    QpidRun run = new QpidRun(folder.file("store"));
    try {
      run.launch(path, port, password);
      return run;
    } catch (Exception | Error e) {
      run.stop();
      throw e;
    }
  }

  private void launch(Path path, int port, String password) throws Exception {
    setIfAbsent("derby.stream.error.file", path.resolve("derby.log").toString());
    setIfAbsent("qpid.broker_status_updates", "false");
    Map<String, String> context =
        Map.of(
            "qpid.work_dir", path.toString(),
            "chatwarden.port", Integer.toString(port),
            "chatwarden.password", password,
            "chatwarden.store", store.toString());
    launcher.startup(
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
        QpidRun.class.getResource("/chatwarden/standalone/engine/broker.json"),
        "broker.json is missing from the jar (a bug)");
  }

  private static void setIfAbsent(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** Ends it, in order where it can be. */
  void stop() {
    Thread ending = Thread.ofPlatform().daemon().name("broker-stop").start(launcher::shutdown);
    try {
      if (!ending.join(STOP_LIMIT)) {
        abandon();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Leaves a Qpid that cannot end. A fault of its store ends the thread of a connection but not the
   * connection (meant for a process that ends by it), and the port waits for its connections. So
   * the database and the port are taken from it, for the next run; what remains of it does nothing
   * more.
   */
  private void abandon() {
    log.warn("Abandoned engine=broker, which does not end store={}", store);
    try {
      DriverManager.getConnection("jdbc:derby:" + store.resolve("chatwarden") + ";shutdown=true")
          .close();
    } catch (SQLException e) {
      log.debug("The database is shut down", e); // Derby says so by a fault.
    }
    watcher.ports().forEach(QpidRun::free);
  }

  private static void free(Port<?> port) {
    if (port instanceof AmqpPortImpl amqp) {
      try {
        Method close = AmqpPortImpl.class.getDeclaredMethod("closeTransport");
        close.setAccessible(true);
        close.invoke(amqp);
      } catch (ReflectiveOperationException e) {
        log.error("Failed engine=broker step=free-port: restart the process", e);
      }
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

    Iterable<Port<?>> ports() {
      Broker<?> broker = system == null ? null : system.getContainer(Broker.class);
      return broker == null ? List.of() : List.copyOf(broker.getPorts());
    }

    void requireWorking(Path path) {
      if (fault != null || system == null) {
        throw broken(path, fault == null ? "no broker came up" : FaultWords.of(fault), fault);
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

    private static ChatwardenException broken(
        Path path, @Nullable String why, @Nullable Throwable cause) {
      String message = "the embedded broker cannot start on its data in " + path + ": " + why;
      return cause == null
          ? FaultCode.FAILED_PRECONDITION.exception("BROKER_START_FAILED", message)
          : FaultCode.FAILED_PRECONDITION.exception("BROKER_START_FAILED", message, cause);
    }
  }
}
