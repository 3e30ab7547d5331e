package chatwarden.bridge.registry;

import chatwarden.runtime.error.FaultWords;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for moves of aliases every half minute, on a thread of its own. A look that fails is logged
 * when its reason is a new one.
 */
public final class AliasObserver implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(AliasObserver.class);
  private static final int SECONDS = 30;

  private final AliasMover aliases;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("alias-observer").daemon().factory());
  private String lastProblem = "";

  /** An observer that is not started. */
  public AliasObserver(AliasMover aliases) {
    this.aliases = aliases;
  }

  /** Begins to look, where there is a server. */
  public void start() {
    if (aliases.isConfigured()) {
      var _ = thread.scheduleWithFixedDelay(this::look, 0, SECONDS, TimeUnit.SECONDS);
    }
  }

  private void look() {
    try {
      aliases.observe();
      lastProblem = "";
    } catch (RuntimeException e) {
      String problem = FaultWords.of(e);
      if (!problem.equals(lastProblem)) {
        log.warn("Failed to look for moves of aliases problem={}", problem);
        lastProblem = problem;
      }
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
