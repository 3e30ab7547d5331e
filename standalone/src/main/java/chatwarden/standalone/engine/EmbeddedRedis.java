package chatwarden.standalone.engine;

import chatwarden.runtime.error.FailedPreconditionException;
import chatwarden.runtime.lifecycle.ServicePart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A redis-server beside this JVM, on a port of loopback and with a password: the one on the PATH, else the one that comes along. It
 * writes every command to disk before it answers, so what it answered survives the death of both processes. The server of a JVM
 * that was killed is shut down by the next one on the same folder.
 */
public final class EmbeddedRedis implements ServicePart {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
  private static final Logger log = LoggerFactory.getLogger(EmbeddedRedis.class);

  private final Path folder;
  private final int wishedPort;
  private @Nullable DataFolder data;
  private @Nullable Process server;
  private String uri = "";

  private EmbeddedRedis(Path folder, int port) {
    this.folder = folder;
    this.wishedPort = port;
  }

  /** A Redis that keeps its data in {@code folder} and listens on {@code port}; 0 is a free one. */
  public static EmbeddedRedis at(Path folder, int port) {
    return new EmbeddedRedis(folder, port);
  }

  @Override
  public String name() {
    return "embedded Redis";
  }

  @Override
  public void start() throws Exception {
    log.info("Starting engine=redis folder={}", folder);
    DataFolder taken = DataFolder.take(folder);
    data = taken;
    try {
      launch(taken);
    } catch (Exception e) {
      close();
      throw e;
    }
    log.info("Started engine=redis");
  }

  private void launch(DataFolder taken) throws IOException, InterruptedException {
    Path pidFile = taken.resolve("redis.pid");
    stopOrphan(pidFile);
    int port = LoopbackPort.free(wishedPort);
    String password = taken.password();
    Path configuration = taken.resolve("redis.conf");
    taken.writePrivately(configuration, configuration(taken, port, password));
    Process started =
        new ProcessBuilder(RedisExecutable.command(configuration))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(taken.resolve("redis.log").toFile()))
            .start();
    server = started;
    Files.writeString(pidFile, String.valueOf(started.pid()));
    RedisPing.await(started, port, password, START_LIMIT, taken.resolve("redis.log"));
    uri = "redis://:" + password + "@" + LoopbackPort.HOST + ":" + port;
  }

  private static String configuration(DataFolder data, int port, String password) {
    return """
        port %d
        bind %s
        requirepass %s
        dir "%s"
        appendonly yes
        appendfsync always
        save ""
        loglevel warning
        """
        .formatted(
            port, LoopbackPort.HOST, password, data.resolve(".").normalize().toString().replace("\\", "/"));
  }

  /** Nobody else holds the folder, so a server that still lives in it has lost its JVM. */
  private static void stopOrphan(Path pidFile) throws IOException, InterruptedException {
    if (!Files.exists(pidFile)) {
      return;
    }
    Optional<ProcessHandle> orphan =
        ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()))
            .filter(EmbeddedRedis::isRedis);
    if (orphan.isPresent()) {
      log.info("Stopping orphan engine=redis pid={}", orphan.get().pid());
      stop(orphan.get());
    }
    Files.delete(pidFile);
  }

  /** Process ids are used again. */
  private static boolean isRedis(ProcessHandle process) {
    return process.info().command().filter(command -> command.contains("redis-")).isPresent();
  }

  /** SIGTERM makes Redis write what it has and exit. */
  private static void stop(ProcessHandle process) throws InterruptedException {
    process.destroy();
    try {
      var unused = process.onExit().get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      log.warn("Killed engine=redis pid={} after={}", process.pid(), STOP_LIMIT);
      process.destroyForcibly();
    }
  }

  /** Where it is, password included: not for logs. Only once it is started. */
  public String uri() {
    if (uri.isEmpty()) {
      throw FailedPreconditionException.of("START_FAILED", "the embedded Redis is not started");
    }
    return uri;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    if (server != null) {
      stop(server.toHandle());
      server = null;
      Files.deleteIfExists(folder.resolve("redis.pid"));
    }
    if (data != null) {
      data.close();
      data = null;
    }
  }
}
