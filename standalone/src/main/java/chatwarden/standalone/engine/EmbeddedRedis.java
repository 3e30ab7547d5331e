package chatwarden.standalone.engine;

import static java.util.Objects.requireNonNull;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.InstallationFolder;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.health.HealthWindow;
import chatwarden.runtime.health.OwnEngine;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A redis-server as a child of this process, on a port of loopback, for whoever has the password in
 * its folder. Every write is on the disk before it is answered.
 *
 * <p>A server that ends by itself, or answers nothing, is started again at the same address; see
 * {@link EngineSupervisor}. A kill of this process leaves the server running; the next start on the
 * same folder shuts that one down first. Used by one thread at a time; {@link #uri} and {@link
 * #status} are safe once it is started.
 */
public final class EmbeddedRedis extends EmbeddedEngine {

  /** The file of the folder that says where it is, with the password; for its owner alone. */
  private static final String ADDRESS = "address";

  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Logger log = LoggerFactory.getLogger(EmbeddedRedis.class);

  private final String searchPath;
  private final Duration silence;
  private final EngineSupervisor supervisor;
  private @Nullable RedisProgram program;
  private @Nullable RedisRun running;
  private int port;

  EmbeddedRedis(Path path, int port, String searchPath, Config config, MeterRegistry registry) {
    super("redis", path, port);
    this.searchPath = searchPath;
    this.silence = config.get(HealthWindow.LENGTH);
    this.supervisor = new EngineSupervisor("store", this.path, new Keeping(), EVERY, registry);
  }

  /** A Redis that keeps its data in {@code folder}, on {@code port}; 0 takes a free one. */
  public static EmbeddedRedis at(Path folder, int port) {
    return at(folder, port, Config.defaults(), new SimpleMeterRegistry());
  }

  /** The same with the settings of its health, and with its metrics in {@code registry}. */
  public static EmbeddedRedis at(Path folder, int port, Config config, MeterRegistry registry) {
    return new EmbeddedRedis(folder, port, searchPath(), config, registry);
  }

  /** Returns the folders of programs, that of an installed package last. */
  private static String searchPath() {
    String path = System.getenv().getOrDefault("PATH", "");
    return InstallationFolder.ofPackage()
        .map(home -> path + File.pathSeparator + home.resolve("native"))
        .orElse(path);
  }

  /** Where the Redis that now runs on {@code folder} is, whichever process started it; if any. */
  public static Optional<String> runningAt(Path folder) throws IOException {
    Path address = folder.resolve(ADDRESS);
    boolean runs = RedisOrphan.find(folder.resolve(RedisOrphan.FILE)).isPresent();
    return runs && Files.isReadable(address)
        ? Optional.of(Files.readString(address).strip())
        : Optional.empty();
  }

  /**
   * Starts it; the data of a long life takes a while to read.
   *
   * @throws ChatwardenException FAILED_PRECONDITION, when another process has the folder or the
   *     port, there is no Redis for this machine, or it does not start
   */
  @Override
  public void start() throws Exception {
    long begin = System.nanoTime();
    EngineFolder taken = EngineFolder.take("Redis", path);
    try {
      RedisOrphan.endIfAny(taken);
      RedisProgram found = RedisProgram.find(searchPath, taken.file("program"));
      port = taken.freePort(wishedPort);
      RedisRun run = RedisRun.start(taken, path, found.path(), port);
      taken.write(ADDRESS, run.uri() + "\n");
      startedIn(taken, run.uri());
      program = found;
      running = run;
      long millis = (System.nanoTime() - begin) / 1_000_000;
      log.info(
          "Started engine=redis product='{}' program={} port={} folder={} millis={}",
          run.product(),
          found.path(),
          port,
          path,
          millis);
      if (found.carried()) {
        warnOfCarried(run.product());
      }
    } catch (Exception | Error e) {
      taken.close();
      throw e;
    }
    supervisor.start();
  }

  /** Says what runs where no server was installed, and why that matters. */
  private void warnOfCarried(String product) {
    log.warn(
        "The store runs on {}, which Chatwarden carries for machines without a Redis. It lacks"
            + " later security fixes, among them those of its Lua engine; it listens on loopback"
            + " alone, for programs that can read {}. For more than a trial install a current Redis"
            + " or Valkey (redis-server or valkey-server on the PATH is taken at the next start),"
            + " or set redis.uri.",
        product,
        path);
  }

  @Override
  public OwnEngine status() {
    return supervisor;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    supervisor.close();
    if (running != null) {
      running.end();
      running = null;
    }
    release();
  }

  /** What the supervisor does with it, on its thread. */
  private final class Keeping implements EngineSupervisor.Engine {
    @Override
    public Optional<String> fault() {
      return running == null ? Optional.of("redis-server is not started") : running.fault(silence);
    }

    @Override
    public void restart() throws IOException, InterruptedException {
      if (running != null) {
        running.end();
        running = null;
      }
      running = RedisRun.start(folder(), path, requireNonNull(program).path(), port);
    }
  }
}
