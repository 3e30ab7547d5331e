package chatwarden.testing.engine;

import chatwarden.testing.process.Executables;
import chatwarden.testing.process.FreePorts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A real RabbitMQ node on loopback, with ports, a name, a cookie, an epmd and a temporary folder of
 * its own: it neither sees nor disturbs another node of the machine, whoever runs that. Without
 * plugins. Used by one thread at a time.
 *
 * <pre>{@code
 * @AutoClose static final RabbitServer rabbit = RabbitServer.start();
 * }</pre>
 */
public final class RabbitServer implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofSeconds(90);

  /**
   * RabbitMQ 3.10 writes the directory of its quorum queues lazily: one that is killed in the first
   * seconds after it was declared answers nothing but 541 ever after.
   */
  private static final Duration SETTLED = Duration.ofSeconds(10);

  private static final String POLICY = "of-the-test";
  private static final int CONTROL_SECONDS = 60;
  private static final int PROBE_MILLIS = 2_000;
  private static final byte[] AMQP_0_9_1 = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};
  private static final int METHOD_FRAME = 1;

  private final Path script;
  private final int port = FreePorts.next();
  private final int epmdPort = FreePorts.next();
  private final int distributionPort = FreePorts.next();
  private final Path folder = TemporaryFolder.create("rabbit");
  private final EngineProcess epmd;
  private final Instant killableFrom;
  private EngineProcess node;

  private RabbitServer(Path script, Path epmdProgram) {
    this.script = script;
    writeConfiguration();
    this.epmd = launchEpmd(epmdProgram);
    try {
      this.node = launchNode();
      this.killableFrom = Instant.now().plus(SETTLED);
    } catch (IllegalStateException e) {
      epmd.kill9();
      TemporaryFolder.delete(folder);
      throw e;
    }
  }

  /** Starts one; without a rabbitmq-server, the test is skipped and says so. */
  public static RabbitServer start() {
    return new RabbitServer(
        bareScript(Executables.require("rabbitmq-server"), "rabbitmq-server"),
        Executables.require("epmd"));
  }

  /**
   * Debian links the command to a wrapper that changes user and folder; the script is beside it.
   */
  private static Path bareScript(Path installed, String name) {
    try {
      Path script = installed.toRealPath().resolveSibling(name);
      return Files.isExecutable(script) ? script : installed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it is, with the user that RabbitMQ has from the start. */
  public String uri() {
    return "amqp://guest:guest@127.0.0.1:" + port;
  }

  /** The port of 127.0.0.1. */
  public int port() {
    return port;
  }

  /**
   * Kills the node with SIGKILL and waits until it is gone. A node in its first ten seconds lives
   * until they are over, so that the queues which a test declares at its start survive.
   */
  public void kill9() {
    try {
      Thread.sleep(Duration.between(Instant.now(), killableFrom));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    node.kill9();
  }

  /** Brings it back on the same port with its data on disk; kills it first if it lives. */
  public void restart() {
    if (node.isAlive()) {
      node.kill9();
    }
    node = launchNode();
  }

  /** Sets the policy of the queues whose names match {@code pattern}. */
  public void setPolicy(String pattern, String definition) {
    control("set_policy", POLICY, pattern, definition, "--apply-to", "queues");
  }

  /** Removes the policy again. */
  public void clearPolicy() {
    control("clear_policy", POLICY);
  }

  /** Adds a virtual host, with all permissions for the user of {@link #uri}. */
  public void addVirtualHost(String name) {
    control("add_vhost", name);
    control("set_permissions", "-p", name, "guest", ".*", ".*", ".*");
  }

  private void control(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(bareScript(Executables.require("rabbitmqctl"), "rabbitmqctl").toString());
    command.addAll(List.of("-n", "chatwarden-" + port + "@localhost"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("RABBITMQ_"));
    builder.environment().putAll(environment());
    Path output = folder.resolve("control.log");
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    try {
      Process process = builder.start();
      if (!process.waitFor(CONTROL_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException("rabbitmqctl failed: " + Files.readString(output));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    node.kill9();
    epmd.kill9();
    TemporaryFolder.delete(folder);
  }

  private void writeConfiguration() {
    String configuration =
        """
        disk_free_limit.absolute = 50MB
        vm_memory_high_watermark.absolute = 2GB
        raft.wal_max_size_bytes = 67108864
        log.file = false
        log.console = true
        log.console.level = info
        """;
    try {
      Files.writeString(folder.resolve("rabbitmq.conf"), configuration);
      Files.writeString(folder.resolve("enabled_plugins"), "[].\n");
      Files.writeString(folder.resolve("rabbitmq-env.conf"), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private EngineProcess launchEpmd(Path program) {
    ProcessBuilder builder =
        new ProcessBuilder(
            program.toString(), "-port", String.valueOf(epmdPort), "-address", "127.0.0.1");
    EngineProcess started = EngineProcess.start("epmd", builder, folder.resolve("epmd.log"));
    started.awaitReady(START_LIMIT, () -> accepts(epmdPort));
    return started;
  }

  private EngineProcess launchNode() {
    ProcessBuilder builder = new ProcessBuilder(script.toString()).directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("RABBITMQ_"));
    builder.environment().putAll(environment());
    EngineProcess started =
        EngineProcess.start("rabbitmq-server", builder, folder.resolve("rabbit.log"));
    started.awaitReady(START_LIMIT, this::speaksAmqp);
    return started;
  }

  private Map<String, String> environment() {
    return Map.ofEntries(
        Map.entry("HOME", folder.toString()),
        Map.entry("ERL_EPMD_PORT", String.valueOf(epmdPort)),
        Map.entry("RABBITMQ_NODENAME", "chatwarden-" + port + "@localhost"),
        Map.entry("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"),
        Map.entry("RABBITMQ_NODE_PORT", String.valueOf(port)),
        Map.entry("RABBITMQ_DIST_PORT", String.valueOf(distributionPort)),
        Map.entry("RABBITMQ_CONF_ENV_FILE", folder.resolve("rabbitmq-env.conf").toString()),
        Map.entry("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq.conf").toString()),
        Map.entry("RABBITMQ_ADVANCED_CONFIG_FILE", folder.resolve("advanced.config").toString()),
        Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", folder.resolve("enabled_plugins").toString()),
        Map.entry("RABBITMQ_MNESIA_BASE", folder.resolve("mnesia").toString()),
        Map.entry("RABBITMQ_LOG_BASE", folder.resolve("log").toString()),
        Map.entry("RABBITMQ_LOGS", "-"),
        Map.entry("RABBITMQ_PID_FILE", folder.resolve("pid").toString()),
        // Schedulers that wait do not burn the processor that the tests need.
        Map.entry(
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
            "+sbwt none +sbwtdcpu none +sbwtdio none"
                + " -kernel inet_dist_use_interface {127,0,0,1}"));
  }

  private boolean speaksAmqp() {
    try (Socket socket = connect(port)) {
      socket.getOutputStream().write(AMQP_0_9_1);
      InputStream in = socket.getInputStream();
      return in.read() == METHOD_FRAME;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean accepts(int port) {
    try (Socket socket = connect(port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setSoTimeout(PROBE_MILLIS);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PROBE_MILLIS);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
