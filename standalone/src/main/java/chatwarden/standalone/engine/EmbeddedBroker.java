package chatwarden.standalone.engine;

import static java.util.Objects.requireNonNull;

import chatwarden.broker.BrokerKeys;
import chatwarden.broker.BrokerProbe;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.health.HealthWindow;
import chatwarden.runtime.health.OwnEngine;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Apache Qpid Broker-J inside this process: AMQP 0-9-1 on a port of loopback, for whoever has the
 * password in its folder. Messages are in a Derby database there; confirmed messages are on the
 * disk and survive a kill of the process or of the machine.
 *
 * <p>A broker that confirms nothing is started again at the same address; see {@link
 * EngineSupervisor}. Several may run in one process, each in a folder of its own. Not used by
 * several threads at a time; {@link #uri} and {@link #status} are safe once it is started.
 */
public final class EmbeddedBroker extends EmbeddedEngine {

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);

  private final Config config;
  private final Duration silence;
  private final Duration pause;
  private final EngineSupervisor supervisor;
  private @Nullable QpidRun running;
  private @Nullable BrokerProbe probe;
  private long confirmed;
  private int port;

  private EmbeddedBroker(Path path, int port, Config config, MeterRegistry registry) {
    super("broker", path, port);
    this.config = config;
    this.silence = config.get(HealthWindow.LENGTH);
    Duration quarter = silence.dividedBy(4);
    this.pause = quarter.compareTo(LONGEST_PAUSE) < 0 ? quarter : LONGEST_PAUSE;
    this.supervisor = new EngineSupervisor("broker", this.path, new Keeping(), pause, registry);
  }

  /** A broker that keeps its data in {@code folder}, on {@code port}; 0 takes a free one. */
  public static EmbeddedBroker at(Path folder, int port) {
    return at(folder, port, Config.defaults(), new SimpleMeterRegistry());
  }

  /** The same with the settings of its health, and with its metrics in {@code registry}. */
  public static EmbeddedBroker at(Path folder, int port, Config config, MeterRegistry registry) {
    return new EmbeddedBroker(folder, port, config, registry);
  }

  /**
   * Starts it.
   *
   * @throws ChatwardenException FAILED_PRECONDITION, when another process has the folder or the
   *     port, or the data cannot be read
   */
  @Override
  public void start() throws Exception {
    long begin = System.nanoTime();
    EngineFolder taken = EngineFolder.take("broker", path);
    try {
      String password = taken.password();
      port = taken.freePort(wishedPort);
      running = QpidRun.start(taken, path, port, password);
      startedIn(taken, "amqp://chatwarden:" + password + "@127.0.0.1:" + port);
      long millis = (System.nanoTime() - begin) / 1_000_000;
      log.info("Started engine=broker port={} folder={} millis={}", port, path, millis);
    } catch (Exception | Error e) {
      taken.close();
      throw e;
    }
    confirmed = System.nanoTime();
    probe = new BrokerProbe(config.with(BrokerKeys.URI, uri()), pause);
    supervisor.start();
  }

  @Override
  public OwnEngine status() {
    return supervisor;
  }

  @Override
  public void close() throws IOException {
    supervisor.close();
    if (probe != null) {
      probe.close();
      probe = null;
    }
    if (running != null) {
      running.stop();
      running = null;
    }
    release();
  }

  /** What the supervisor does with it, on its thread. */
  private final class Keeping implements EngineSupervisor.Engine {
    @Override
    public Optional<String> fault() throws InterruptedException {
      Optional<String> found = requireNonNull(probe).fault();
      if (found.isEmpty()) {
        confirmed = System.nanoTime();
        return found;
      }
      Duration since = Duration.ofNanos(System.nanoTime() - confirmed);
      return found
          .filter(why -> running == null || since.compareTo(silence) > 0)
          .map(
              why ->
                  why
                      + " for "
                      + since.toSeconds()
                      + " s; "
                      + LastWords.of(path, line -> line.startsWith("ERROR"), "derby.log"));
    }

    @Override
    public void restart() throws Exception {
      requireNonNull(probe).close();
      if (running != null) {
        running.stop();
        running = null;
      }
      EngineFolder taken = folder();
      running = QpidRun.start(taken, path, port, taken.password());
      confirmed = System.nanoTime();
    }
  }
}
