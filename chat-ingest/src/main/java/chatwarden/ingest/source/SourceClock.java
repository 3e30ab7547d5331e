package chatwarden.ingest.source;

import java.time.Duration;
import java.time.Instant;

/** The time as a source sees it, and the only way in which a source waits for it to pass. */
public interface SourceClock {
  /** The time of day. */
  Instant now();

  /** Nanoseconds since an arbitrary moment, never running backwards. */
  long nanoTime();

  /** Waits; not at all when the duration is zero or negative. */
  void sleep(Duration duration) throws InterruptedException;

  /** The machine's own clock. */
  static SourceClock system() {
    return SystemClock.INSTANCE;
  }
}
