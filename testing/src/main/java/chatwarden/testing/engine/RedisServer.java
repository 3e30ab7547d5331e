package chatwarden.testing.engine;

import chatwarden.testing.process.Executables;
import chatwarden.testing.process.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A real redis-server on loopback, with a port and a temporary folder of its own, that writes every
 * command to disk before it answers. Used by one thread at a time.
 *
 * <pre>{@code
 * @AutoClose static final RedisServer redis = RedisServer.start();
 * }</pre>
 */
public final class RedisServer implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofSeconds(20);
  private static final int SLOTS = 16_384;
  private static final int SLOTS_A_CALL = 2_048;

  private final Path program;
  private final boolean cluster;
  private final int port = FreePorts.next();
  private final Path folder = TemporaryFolder.create("redis");
  private EngineProcess process;

  private RedisServer(Path program, boolean cluster) {
    this.program = program;
    this.cluster = cluster;
    try {
      this.process = launch();
    } catch (IllegalStateException e) {
      TemporaryFolder.delete(folder);
      throw e;
    }
  }

  /** Starts one; without a redis-server, the test is skipped and says so. */
  public static RedisServer start() {
    return new RedisServer(Executables.require("redis-server"), false);
  }

  /** Starts a Redis Cluster of one node that serves all slots, and refuses what crosses them. */
  public static RedisServer startCluster() {
    RedisServer server = new RedisServer(Executables.require("redis-server"), true);
    server.takeAllSlots();
    return server;
  }

  /**
   * Where it is, such as {@code redis://127.0.0.1:12345}; a cluster's is {@code redis-cluster:}.
   */
  public String uri() {
    return (cluster ? "redis-cluster" : "redis") + "://127.0.0.1:" + port;
  }

  /** The port of 127.0.0.1. */
  public int port() {
    return port;
  }

  /** Kills it with SIGKILL and waits until it is gone. */
  public void kill9() {
    process.kill9();
  }

  /** Brings it back on the same port with its data on disk; kills it first if it lives. */
  public void restart() {
    if (process.isAlive()) {
      process.kill9();
    }
    process = launch();
  }

  /** Answers one command of words without blanks, as Redis writes it: {@code +OK}, {@code :3}. */
  public String command(String command) throws IOException {
    try (RedisConnection connection = RedisConnection.open(port)) {
      return connection.command(command);
    }
  }

  /** Returns the keys that have one of the markers in their names or values. */
  public List<String> keysWith(List<String> markers) {
    try (RedisContent content = new RedisContent(port)) {
      return content.keysWith(markers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the files on its disk that have one of the markers in them. */
  public List<String> filesWith(List<String> markers) {
    return FileContent.filesWith(folder, markers);
  }

  @Override
  public void close() {
    process.kill9();
    TemporaryFolder.delete(folder);
  }

  private EngineProcess launch() {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of("--port", String.valueOf(port), "--bind", "127.0.0.1"));
    command.addAll(List.of("--dir", folder.toString(), "--daemonize", "no", "--save", ""));
    command.addAll(List.of("--appendonly", "yes", "--appendfsync", "always"));
    if (cluster) {
      command.addAll(List.of("--cluster-enabled", "yes", "--cluster-announce-ip", "127.0.0.1"));
    }
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    EngineProcess started =
        EngineProcess.start("redis-server", builder, folder.resolve("redis.log"));
    started.awaitReady(START_LIMIT, this::answers);
    return started;
  }

  private boolean answers() {
    try {
      return command("PING").equals("+PONG") && (!cluster || hasSlotsOrIsNew());
    } catch (IOException e) {
      return false;
    }
  }

  private boolean hasSlotsOrIsNew() throws IOException {
    String info = command("CLUSTER INFO");
    return info.contains("cluster_state:ok") || info.contains("cluster_slots_assigned:0");
  }

  private void takeAllSlots() {
    try (RedisConnection connection = RedisConnection.open(port)) {
      for (int first = 0; first < SLOTS; first += SLOTS_A_CALL) {
        StringBuilder command = new StringBuilder("CLUSTER ADDSLOTS");
        for (int slot = first; slot < first + SLOTS_A_CALL; slot++) {
          command.append(' ').append(slot);
        }
        connection.command(command.toString());
      }
    } catch (IOException e) {
      throw new IllegalStateException("redis-server refuses to be a cluster", e);
    }
    process.awaitReady(START_LIMIT, () -> command("CLUSTER INFO").contains("cluster_state:ok"));
  }
}
