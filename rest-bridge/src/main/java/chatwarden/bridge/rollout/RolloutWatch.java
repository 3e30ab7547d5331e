package chatwarden.bridge.rollout;

import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.error.FaultWords;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the model servers up to date with the rollouts, and rolls back by itself, on a thread of
 * its own. A look that fails is logged when its reason is a new one.
 */
public final class RolloutWatch implements AutoCloseable {

  /** How often rollouts are looked at. */
  public static final ConfigKey<Duration> INTERVAL =
      ConfigKey.duration(
          "rollout.interval",
          Duration.ofSeconds(1),
          "How often a bridge brings the state of the rollouts to the model servers, and looks"
              + " whether a challenger is to be rolled back; at least 10ms.");

  private static final Logger log = LoggerFactory.getLogger(RolloutWatch.class);
  private static final long LEAST_MILLIS = 10;

  private final RolloutDirector director;
  private final RollbackMetrics metrics;
  private final long millis;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("rollout-watch").daemon().factory());
  private String lastProblem = "";

  /** A watch that is not started. */
  public RolloutWatch(RolloutDirector director, Duration interval, MeterRegistry registry) {
    this.director = director;
    this.metrics = new RollbackMetrics(registry);
    this.millis = Math.max(LEAST_MILLIS, interval.toMillis());
  }

  /** Begins to look. */
  public void start() {
    var _ = thread.scheduleWithFixedDelay(this::look, 0, millis, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      director.watch(metrics);
      lastProblem = "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      String problem = FaultWords.of(e);
      if (!problem.equals(lastProblem)) {
        log.warn("Failed to look at rollouts problem={}", problem);
        lastProblem = problem;
      }
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
