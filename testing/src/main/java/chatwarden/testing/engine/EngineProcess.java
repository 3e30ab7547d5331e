package chatwarden.testing.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A server as a child process, killed at the latest when this JVM ends. Used by one thread at a
 * time.
 */
final class EngineProcess {

  private static final Duration KILL_LIMIT = Duration.ofSeconds(10);
  private static final int LOG_TAIL = 4_000;

  private final String name;
  private final Path log;
  private final Process process;
  private final Thread hook = new Thread(this::killTree);

  private EngineProcess(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Starts the process; its output is appended to {@code log}. */
  static EngineProcess start(String name, ProcessBuilder builder, Path log) {
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      return new EngineProcess(name, log, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until {@code probe} says that the server answers. */
  void awaitReady(Duration limit, Probe probe) {
    try {
      Awaitility.await(name)
          .atMost(limit)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> !process.isAlive() || probe.answers());
    } catch (ConditionTimeoutException e) {
      kill9();
      throw new IllegalStateException(name + " does not answer: " + logTail(), e);
    }
    if (!process.isAlive()) {
      kill9();
      throw new IllegalStateException(name + " ended: " + logTail());
    }
  }

  /** Returns whether a server accepts connections on a port of loopback. */
  static boolean accepts(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether it lives. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** Kills it and its children with SIGKILL and waits until they are gone. */
  void kill9() {
    List<ProcessHandle> tree = killTree();
    try {
      if (!process.waitFor(KILL_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(name + " survived SIGKILL");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while killing " + name, e);
    }
    Awaitility.await(name + " gone")
        .atMost(KILL_LIMIT)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> tree.stream().noneMatch(ProcessHandle::isAlive));
    forgetHook();
  }

  private List<ProcessHandle> killTree() {
    List<ProcessHandle> tree =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    tree.forEach(ProcessHandle::destroyForcibly);
    return tree;
  }

  private void forgetHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is going down and runs the hook by itself.
    }
  }

  private String logTail() {
    try {
      String all = Files.readString(log);
      return all.substring(Math.max(0, all.length() - LOG_TAIL));
    } catch (IOException e) {
      return "no log (" + e.getMessage() + ")";
    }
  }

  /** Asks a server whether it is there. */
  interface Probe {
    boolean answers() throws IOException;
  }
}
