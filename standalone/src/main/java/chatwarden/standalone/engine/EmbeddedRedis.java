package chatwarden.standalone.engine;

import chatwarden.runtime.error.FailedPreconditionException;
import chatwarden.runtime.lifecycle.ServicePart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A redis-server as a child of this process, on a port of loopback, for whoever has the password
 * that lies in its folder. Every write is on the disk before it is answered.
 *
 * <p>A kill of this process leaves the server behind; the next start on the same folder shuts that
 * one down first. It is in a session of its own where the system can do that, so that Ctrl-C in a
 * terminal reaches this process alone, which ends Redis when nobody needs it any more. Used by one
 * thread at a time; {@link #uri} is safe once it is started.
 */
public final class EmbeddedRedis implements ServicePart {

  /** The file of the folder that says where it is, with the password; for its owner alone. */
  private static final String ADDRESS = "address";

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Logger log = LoggerFactory.getLogger(EmbeddedRedis.class);

  private final Path path;
  private final int wishedPort;
  private final String searchPath;
  private volatile @Nullable String uri;
  private @Nullable EngineFolder folder;
  private @Nullable Process process;

  EmbeddedRedis(Path path, int port, String searchPath) {
    this.path = path.toAbsolutePath().normalize();
    this.wishedPort = port;
    this.searchPath = searchPath;
  }

  /** A Redis that keeps its data in {@code folder}, on {@code port}; 0 takes a free one. */
  public static EmbeddedRedis at(Path folder, int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
    }
    return new EmbeddedRedis(folder, port, System.getenv().getOrDefault("PATH", ""));
  }

  /** Where the Redis that now runs on {@code folder} is, whichever process started it; if any. */
  public static Optional<String> runningAt(Path folder) throws IOException {
    Path address = folder.resolve(ADDRESS);
    boolean runs = RedisOrphan.find(folder.resolve(RedisOrphan.FILE)).isPresent();
    return runs && Files.isReadable(address)
        ? Optional.of(Files.readString(address).strip())
        : Optional.empty();
  }

  @Override
  public String name() {
    return "embedded-redis";
  }

  /**
   * Starts it; the data of a long life takes a while to read.
   *
   * @throws FailedPreconditionException when another process has the folder or the port, there is
   *     no Redis for this machine, or it does not start
   */
  @Override
  public void start() throws Exception {
    long begin = System.nanoTime();
    EngineFolder taken = EngineFolder.take("Redis", path);
    try {
      RedisOrphan.endIfAny(taken);
      Path program = RedisProgram.find(searchPath, taken.file("program"));
      String password = taken.password();
      int port = taken.freePort(wishedPort);
      taken.write("redis.conf", configuration(port, password));
      process = launch(taken, program);
      RedisOrphan.remember(taken, process.toHandle());
      awaitAnswer(process, port, password);
      folder = taken;
      String address = "redis://:" + password + "@127.0.0.1:" + port;
      taken.write(ADDRESS, address + "\n");
      uri = address;
      long millis = (System.nanoTime() - begin) / 1_000_000;
      log.info(
          "Started engine=redis program={} port={} folder={} millis={}",
          program,
          port,
          path,
          millis);
    } catch (Exception | Error e) {
      end();
      taken.close();
      throw e;
    }
  }

  private String configuration(int port, String password) {
    Map<String, String> settings =
        Map.ofEntries(
            Map.entry("bind", "127.0.0.1"),
            Map.entry("port", Integer.toString(port)),
            Map.entry("requirepass", password),
            Map.entry("dir", quoted(path)),
            Map.entry("pidfile", quoted(path.resolve("redis.pid"))),
            Map.entry("logfile", quoted(path.resolve("redis.log"))),
            Map.entry("appendonly", "yes"),
            Map.entry("appendfsync", "always"),
            Map.entry("save", "\"\""),
            // Comments in a third less memory; the name that Redis 6 knows, Redis 7 takes it too.
            Map.entry("hash-max-ziplist-value", "1024"),
            Map.entry("daemonize", "no"));
    StringBuilder text = new StringBuilder();
    settings.forEach((name, value) -> text.append(name).append(' ').append(value).append('\n'));
    return text.toString();
  }

  private static String quoted(Path file) {
    return '"' + file.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private Process launch(EngineFolder taken, Path program) throws IOException {
    List<String> command = new ArrayList<>();
    Path setsid = Path.of("/usr/bin/setsid");
    if (Files.isExecutable(setsid)) {
      command.add(setsid.toString());
    }
    command.add(program.toString());
    command.add(taken.file("redis.conf").toString());
    try {
      return new ProcessBuilder(command)
          .directory(path.toFile())
          .redirectErrorStream(true)
          .redirectOutput(taken.file("redis.out").toFile())
          .start();
    } catch (IOException e) {
      throw FailedPreconditionException.of(
          "REDIS_START_FAILED", program + " cannot be run: " + e.getMessage(), e);
    }
  }

  private void awaitAnswer(Process started, int port, String password) throws InterruptedException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!RedisProbe.answers(port, password)) {
      if (started.waitFor(10, TimeUnit.MILLISECONDS)) {
        throw FailedPreconditionException.of(
            "REDIS_START_FAILED",
            "redis-server ended with status "
                + started.exitValue()
                + "; "
                + RedisProbe.lastWords(path));
      }
      if (System.nanoTime() > deadline) {
        throw FailedPreconditionException.of(
            "REDIS_START_FAILED",
            "redis-server does not answer after "
                + START_LIMIT
                + "; "
                + RedisProbe.lastWords(path));
      }
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
      throw new IllegalStateException("the embedded Redis is not started");
    }
    return known;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    end();
    if (folder != null) {
      RedisOrphan.forget(folder);
      folder.close();
      folder = null;
    }
  }

  private void end() throws InterruptedException {
    if (process != null) {
      RedisOrphan.end(process.toHandle());
      process = null;
    }
  }
}
