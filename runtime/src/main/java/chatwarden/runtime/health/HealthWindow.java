package chatwarden.runtime.health;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether an engine works. It does while its last work succeeded within {@code health.window}; a
 * refusal ends that at once, a success begins it anew. A new window counts as begun with a success.
 *
 * <p>Logs every change once and is the gauge {@code engine.working}. Safe for use by many threads.
 */
public final class HealthWindow {

  /** How long an engine may do nothing before it counts as not working. */
  public static final ConfigKey<Duration> LENGTH =
      ConfigKey.duration(
          "health.window",
          Duration.ofSeconds(30),
          "How long the broker may confirm nothing, Redis store nothing, or a stage settle nothing"
              + " of its messages, before health says so");

  private static final Logger log = LoggerFactory.getLogger(HealthWindow.class);

  private final String engine;
  private final String user;
  private final String lapse;
  private final Duration length;
  private volatile long succeeded = System.nanoTime();
  private volatile @Nullable String refusal;
  private boolean reported;

  /**
   * A window that begins now.
   *
   * @param engine {@code store} or {@code broker}
   * @param user who uses the engine, as a tag of the metric; no other of the process has it
   * @param lapse what does not happen when nothing succeeds, such as {@code stores no write}
   */
  public HealthWindow(
      String engine, String user, String lapse, Config config, MeterRegistry registry) {
    this.engine = engine;
    this.user = user;
    this.lapse = lapse;
    this.length = config.get(LENGTH);
    Gauge.builder("engine.working", this, window -> window.problem().isEmpty() ? 1 : 0)
        .description("Whether an engine does its work: 1 or 0")
        .tag("engine", engine)
        .tag("client", user)
        .register(registry);
  }

  /** The engine did its work. */
  public void succeeded() {
    succeeded = System.nanoTime();
    refusal = null;
    report();
  }

  /**
   * The engine refuses its work, or cannot be reached.
   *
   * @param why for people, without what callers sent
   */
  public void refused(String why) {
    refusal = why;
    report();
  }

  /** Why the engine does not work; empty while it does. */
  public Optional<String> problem() {
    String known = refusal;
    if (known != null) {
      return Optional.of(known);
    }
    Duration since = Duration.ofNanos(System.nanoTime() - succeeded);
    return since.compareTo(length) > 0
        ? Optional.of("the " + engine + " " + lapse + " for " + since.toSeconds() + " s")
        : Optional.empty();
  }

  /** Logs a change; also to be called now and then, as silence makes no event. */
  public synchronized void report() {
    Optional<String> problem = problem();
    if (problem.isPresent() && !reported) {
      log.error("Failed engine={} client={} problem=\"{}\"", engine, user, problem.get());
    } else if (problem.isEmpty() && reported) {
      log.info("Works again engine={} client={}", engine, user);
    }
    reported = problem.isPresent();
  }
}
