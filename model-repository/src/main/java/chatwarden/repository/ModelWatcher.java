package chatwarden.repository;

import chatwarden.runtime.error.FaultWords;
import chatwarden.runtime.lifecycle.ServicePart;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a repository look for new versions again and again, on a thread of its own, on which they are
 * loaded and warmed. A look that fails is logged when its reason is a new one, and changes nothing.
 */
public final class ModelWatcher implements ServicePart {

  private static final Logger log = LoggerFactory.getLogger(ModelWatcher.class);

  private final ModelRepository<?> repository;
  private final Duration interval;
  private @Nullable ScheduledExecutorService thread;
  private String lastProblem = "";

  /**
   * @param interval the pause between two looks; none are taken where it is 0
   */
  public ModelWatcher(ModelRepository<?> repository, Duration interval) {
    if (interval.isNegative()) {
      throw new IllegalArgumentException("interval: " + interval + " (expected: >= 0)");
    }
    this.repository = repository;
    this.interval = interval;
  }

  @Override
  public String name() {
    return repository.name() + " watcher";
  }

  @Override
  public void start() {
    if (interval.isZero()) {
      return;
    }
    thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("model-watcher-", 0).daemon().factory());
    long nanos = interval.toNanos();
    var _ = thread.scheduleWithFixedDelay(this::look, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  private void look() {
    try {
      repository.poll();
      lastProblem = "";
    } catch (RuntimeException | Error e) {
      String problem = FaultWords.of(e);
      if (!problem.equals(lastProblem)) {
        log.error("Failed to look for models in={} problem={}", repository.name(), problem);
        lastProblem = problem;
      }
    }
  }

  /** Takes no further look. One that is under way ends on its own, and loads nothing any more. */
  @Override
  public void close() {
    if (thread != null) {
      thread.shutdownNow();
    }
  }
}
