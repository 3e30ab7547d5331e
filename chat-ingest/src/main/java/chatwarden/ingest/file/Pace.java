package chatwarden.ingest.file;

import chatwarden.ingest.source.SourceClock;
import chatwarden.livechat.v1.Session;
import chatwarden.runtime.limit.FieldRules;
import chatwarden.runtime.limit.NumberBounds;
import java.time.Duration;

/**
 * Spaces comments evenly. A short delay is caught up with; the time lost to a longer one is not, so
 * that a pipeline that was full does not meet a burst.
 */
final class Pace {
  private static final NumberBounds RATES =
      FieldRules.bounds(Session.getDescriptor(), "comments_per_second");
  private static final long MOST_CAUGHT_UP_NANOS = 250_000_000;

  private final SourceClock clock;
  private final double nanosBetween;
  private double due;
  private boolean started;

  /** A pace of so many comments a second; 0 never waits. */
  Pace(double commentsPerSecond, SourceClock clock) {
    RATES
        .problem(commentsPerSecond)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException("commentsPerSecond: " + problem);
            });
    this.nanosBetween = commentsPerSecond == 0 ? 0 : 1e9 / commentsPerSecond;
    this.clock = clock;
  }

  /** Waits until the next comment is due. */
  void await() throws InterruptedException {
    if (nanosBetween == 0) {
      return;
    }
    long now = clock.nanoTime();
    due = started ? due + nanosBetween : now;
    started = true;
    due = Math.max(due, now - (double) MOST_CAUGHT_UP_NANOS);
    if (due > now) {
      clock.sleep(Duration.ofNanos((long) (due - now)));
    }
  }
}
