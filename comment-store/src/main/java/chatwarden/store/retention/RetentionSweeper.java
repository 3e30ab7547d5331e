package chatwarden.store.retention;

import chatwarden.runtime.error.ChatwardenException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sweeps every now and then on a virtual thread of its own. */
public final class RetentionSweeper {

  private static final Logger log = LoggerFactory.getLogger(RetentionSweeper.class);

  private final RetentionSweep sweep;
  private final Duration interval;
  private final CountDownLatch closed = new CountDownLatch(1);

  public RetentionSweeper(RetentionSweep sweep, Duration interval) {
    this.sweep = sweep;
    this.interval = interval;
  }

  public void start() {
    Thread.ofVirtual().name("retention-sweeper").start(this::run);
  }

  public void close() {
    closed.countDown();
  }

  private void run() {
    try {
      while (!closed.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
        sweepOnce();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sweepOnce() {
    try {
      sweep.sweepIfDue();
    } catch (ChatwardenException e) {
      if (closed.getCount() > 0) {
        log.warn("Sweep failed reason={} message={}", e.reason(), e.getMessage());
      }
    }
  }
}
