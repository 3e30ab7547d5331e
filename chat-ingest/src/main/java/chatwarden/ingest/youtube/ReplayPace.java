package chatwarden.ingest.youtube;

import chatwarden.ingest.source.SourceClock;
import java.time.Duration;

/** Lets an archive pass as the stream did. Time that a full pipeline took is not caught up with. */
final class ReplayPace {
  private static final long MOST_CAUGHT_UP_NANOS = 1_000_000_000;

  private final SourceClock clock;
  private final double speed;
  private double origin;
  private boolean started;

  /** A pace of so many seconds of the stream a second; 0 never waits. */
  ReplayPace(double speed, SourceClock clock) {
    this.speed = speed;
    this.clock = clock;
  }

  /** Waits until what happened so many milliseconds after the stream began is due. */
  void await(long offsetMillis) throws InterruptedException {
    if (speed == 0) {
      return;
    }
    long now = clock.nanoTime();
    double passed = offsetMillis * 1e6 / speed;
    if (!started) {
      origin = now - passed;
      started = true;
    }
    origin = Math.max(origin, now - passed - MOST_CAUGHT_UP_NANOS);
    clock.sleep(Duration.ofNanos((long) (origin + passed - now)));
  }
}
