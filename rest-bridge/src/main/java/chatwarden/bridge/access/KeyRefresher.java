package chatwarden.bridge.access;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats the reading of keys on a virtual thread of its own, so that one place that answers slowly
 * holds up no other. A fault is logged once, until a reading succeeds or fails for another reason.
 */
final class KeyRefresher implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(KeyRefresher.class);

  private final String source;
  private final Duration interval;
  private final Reading reading;
  private String lastProblem = "";
  private @Nullable Thread thread;

  /** One reading; blocks for a bounded time. */
  interface Reading {

    /** Returns whether anything was read: false where it is not due. */
    boolean read();
  }

  /**
   * A refresher that is not started.
   *
   * @param source the name of the source, for logs
   * @param interval the time between two readings
   */
  KeyRefresher(String source, Duration interval, Reading reading) {
    this.source = source;
    this.interval = interval;
    this.reading = reading;
  }

  /** Reads once on the caller's thread, then goes on reading. */
  void start() {
    refresh();
    thread = Thread.ofVirtual().name("bridge-access-" + source).start(this::keepRefreshing);
  }

  private void keepRefreshing() {
    try {
      while (true) {
        Thread.sleep(interval);
        refresh();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void refresh() {
    try {
      if (reading.read()) {
        lastProblem = "";
      }
    } catch (RuntimeException e) {
      String problem = String.valueOf(e.getMessage());
      if (!problem.equals(lastProblem) && !Thread.currentThread().isInterrupted()) {
        log.warn("Failed step=refresh of={} reason={}", source, problem);
      }
      lastProblem = problem;
    }
  }

  @Override
  public void close() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }
}
