package chatwarden.standalone.engine;

import chatwarden.runtime.error.FailedPreconditionException;
import chatwarden.runtime.lifecycle.ServicePart;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.model.SystemConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Apache Qpid Broker-J in this JVM: AMQP 0-9-1 on a port of loopback, one user, durable queues in a Derby store that is synced
 * before a message is confirmed. What it confirmed survives the death of the process.
 */
public final class EmbeddedBroker implements ServicePart {
  private static final String USER = "chatwarden";
  private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);

  private final Path folder;
  private final int wishedPort;
  private @Nullable DataFolder data;
  private @Nullable SystemLauncher launcher;
  private String uri = "";

  private EmbeddedBroker(Path folder, int port) {
    this.folder = folder;
    this.wishedPort = port;
  }

  /** A broker that keeps its messages in {@code folder} and listens on {@code port}; 0 is a free one. */
  public static EmbeddedBroker at(Path folder, int port) {
    return new EmbeddedBroker(folder, port);
  }

  @Override
  public String name() {
    return "embedded broker";
  }

  @Override
  public void start() throws Exception {
    log.info("Starting engine=broker folder={}", folder);
    DataFolder taken = DataFolder.take(folder);
    data = taken;
    try {
      launch(taken);
    } catch (Exception e) {
      close();
      throw e;
    }
    log.info("Started engine=broker");
  }

  private void launch(DataFolder taken) throws Exception {
    int port = LoopbackPort.free(wishedPort);
    String password = taken.password();
    Path configuration = taken.resolve("broker.json");
    taken.writePrivately(configuration, configuration(taken, port, password));
    // Derby would write its log into the working folder.
    System.setProperty("derby.stream.error.file", taken.resolve("derby.log").toString());
    SystemLauncher broker = new SystemLauncher();
    launcher = broker;
    broker.startup(
        Map.of(
            SystemConfig.TYPE,
            "Memory",
            SystemConfig.INITIAL_CONFIGURATION_LOCATION,
            configuration.toUri().toURL().toExternalForm(),
            SystemConfig.STARTUP_LOGGED_TO_SYSTEM_OUT,
            false,
            SystemConfig.CONTEXT,
            Map.of("qpid.work_dir", taken.resolve("work").toString())));
    uri = "amqp://" + USER + ":" + password + "@" + LoopbackPort.HOST + ":" + port;
    requireListening(port);
  }

  /** Qpid starts without a port that it cannot have, and only logs that. */
  private static void requireListening(int port) {
    try (var probe = new java.net.Socket(LoopbackPort.HOST, port)) {
      probe.getInputStream();
    } catch (IOException e) {
      throw FailedPreconditionException.of(
          "START_FAILED", "the embedded broker does not listen on port " + port, e);
    }
  }

  private static String configuration(DataFolder data, int port, String password)
      throws IOException {
    Map<String, Object> user = Map.of("name", USER, "type", "managed", "password", password);
    Map<String, Object> authentication =
        Map.of(
            "name",
            "users",
            "type",
            "Plain",
            "secureOnlyMechanisms",
            List.of(), // loopback only
            "users",
            List.of(user));
    Map<String, Object> amqp =
        Map.of(
            "name",
            "amqp",
            "type",
            "AMQP",
            "port",
            port,
            "bindingAddress",
            LoopbackPort.HOST,
            "authenticationProvider",
            "users",
            "protocols",
            List.of("AMQP_0_9_1"),
            "virtualhostaliases",
            List.of(
                Map.of("name", "default", "type", "defaultAlias"),
                Map.of("name", "names", "type", "nameAlias")));
    Map<String, Object> host =
        Map.of(
            "name",
            "default",
            "type",
            "DERBY",
            "defaultVirtualHostNode",
            "true",
            "storePath",
            data.resolve("store").toString(),
            "virtualHostInitialConfiguration",
            "{\"type\":\"ProvidedStore\",\"name\":\"default\"}");
    return new JsonMapper()
        .writeValueAsString(
            Map.of(
                "name",
                "chatwarden",
                "modelVersion",
                "9.1",
                "authenticationproviders",
                List.of(authentication),
                "ports",
                List.of(amqp),
                "virtualhostnodes",
                List.of(host)));
  }

  /** Where it is, password included: not for logs. Only once it is started. */
  public String uri() {
    return uri;
  }

  @Override
  public void close() throws IOException {
    if (launcher != null) {
      launcher.shutdown();
      launcher = null;
    }
    if (data != null) {
      data.close();
      data = null;
    }
  }
}
