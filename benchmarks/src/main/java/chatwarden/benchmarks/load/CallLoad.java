package chatwarden.benchmarks.load;

import chatwarden.benchmarks.load.UnaryClient.Outcome;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Calls a door for a while, and counts how the calls ended and how long those took that were let
 * in, each from its own beginning. For one load.
 */
final class CallLoad {
  private static final int MOST_UNDER_WAY = 1_000;
  private static final Duration TICK = Duration.ofMillis(1);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final UnaryClient door;
  private final ConcurrentHistogram micros =
      new ConcurrentHistogram(TimeUnit.MINUTES.toMicros(2), 3);
  private final LongAdder[] ended =
      Stream.generate(LongAdder::new).limit(Outcome.values().length).toArray(LongAdder[]::new);
  private double seconds;

  CallLoad(UnaryClient door) {
    this.door = door;
  }

  /** Keeps {@code calls} under way; one that ends is followed by the next. */
  void closed(int calls, Duration duration) throws InterruptedException {
    run(calls, duration, elapsed -> Long.MAX_VALUE);
  }

  /** Calls so often whatever becomes of the calls; beyond 1,000 under way it waits. */
  void open(double perSecond, Duration duration) throws InterruptedException {
    run(MOST_UNDER_WAY, duration, elapsed -> (long) (perSecond * elapsed / 1e9));
  }

  /** How many calls should have been made after so many nanoseconds. */
  private interface Pace {
    long due(long elapsedNanos);
  }

  private void run(int mostUnderWay, Duration duration, Pace pace) throws InterruptedException {
    Semaphore room = new Semaphore(mostUnderWay);
    long begin = System.nanoTime();
    long made = 0;
    for (long elapsed = 0; elapsed < duration.toNanos(); elapsed = System.nanoTime() - begin) {
      if (made < pace.due(elapsed)) {
        if (room.tryAcquire(TICK.toNanos(), TimeUnit.NANOSECONDS)) {
          made++;
          callOnce(room);
        }
      } else {
        LockSupport.parkNanos(TICK.toNanos());
      }
    }
    seconds = (System.nanoTime() - begin) / 1e9;
    if (!room.tryAcquire(mostUnderWay, LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("calls were not answered within " + LIMIT);
    }
  }

  private void callOnce(Semaphore room) {
    long begin = System.nanoTime();
    door.call()
        .thenAccept(
            outcome -> {
              if (outcome == Outcome.ACCEPTED) {
                long took = (System.nanoTime() - begin) / 1_000;
                micros.recordValue(Math.min(took, micros.getHighestTrackableValue()));
              }
              ended[outcome.ordinal()].increment();
              room.release();
            });
  }

  /** How many calls ended so. */
  long count(Outcome outcome) {
    return ended[outcome.ordinal()].sum();
  }

  /** How many calls were made. */
  long count() {
    return Stream.of(ended).mapToLong(LongAdder::sum).sum();
  }

  /** How many calls a second ended so. */
  double perSecond(Outcome outcome) {
    return count(outcome) / seconds;
  }

  /** How many calls a second were made. */
  double perSecond() {
    return count() / seconds;
  }

  /** The percentile of the calls that were let in, in milliseconds. */
  double millis(double percentile) {
    return micros.getValueAtPercentile(percentile) / 1e3;
  }
}
