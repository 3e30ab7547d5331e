package chatwarden.ingest.deadletter;

import chatwarden.broker.DeadLetterScan;
import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.lifecycle.ServicePart;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes dead letters that are older than their retention, at the start and then now and again, on
 * a virtual thread of its own.
 */
public final class DeadLetterSweeper implements ServicePart {

  /** How long dead letters are kept. */
  public static final ConfigKey<Duration> RETENTION =
      ConfigKey.duration(
          "broker.dead-letter-retention",
          Duration.ofDays(30),
          "How long a dead letter is kept after it was first published; 0s keeps it for ever");

  private static final byte[] REMOVED = {};
  private static final int SWEEPS_A_PERIOD = 10;
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final Logger log = LoggerFactory.getLogger(DeadLetterSweeper.class);

  private final DeadLetterScan scan;
  private final Duration period;
  private final InstantSource clock;
  private final CountDownLatch closed = new CountDownLatch(1);
  private @Nullable Thread thread;

  /**
   * A sweeper that is not started.
   *
   * @param period how long a dead letter is kept; 0 for ever
   */
  public DeadLetterSweeper(DeadLetterScan scan, Duration period, InstantSource clock) {
    this.scan = scan;
    this.period = period;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "dead-letter-sweeper";
  }

  @Override
  public void start() {
    if (!period.isZero()) {
      thread = Thread.ofVirtual().name("dead-letter-sweeper").start(this::run);
    }
  }

  private void run() {
    Duration part = period.dividedBy(SWEEPS_A_PERIOD);
    Duration least = part.compareTo(SHORTEST) < 0 ? SHORTEST : part;
    Duration interval = least.compareTo(LONGEST) > 0 ? LONGEST : least;
    try {
      do {
        sweepOrLeave();
      } while (!closed.await(interval.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Another process may be at it, or the broker be away: the next sweep has the rest. */
  private void sweepOrLeave() throws InterruptedException {
    try {
      sweep();
    } catch (ChatwardenException e) {
      log.debug("No sweep of dead letters reason={}", e.reason());
    } catch (CompletionException e) {
      log.debug("Closed with its connection", e);
    }
  }

  void sweep() throws InterruptedException {
    long kept = clock.instant().minus(period).toEpochMilli();
    // One without a time gets it with its copy.
    scan.run(
        message ->
            message.sentMillis() > 0 && message.sentMillis() < kept ? REMOVED : message.body());
  }

  @Override
  public void close() {
    closed.countDown();
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }
}
