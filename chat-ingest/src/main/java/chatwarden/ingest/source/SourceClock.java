package chatwarden.ingest.source;

import java.time.Duration;
import java.time.InstantSource;

/** The time as a source sees it, and the only way in which a source waits for it to pass. */
public interface SourceClock extends InstantSource {
  /** Returns nanoseconds since an arbitrary moment, never running backwards. */
  long nanoTime();

  /** Waits; not at all when the duration is zero or negative. */
  void sleep(Duration duration) throws InterruptedException;

  /** Returns the machine's own clock. */
  static SourceClock system() {
    return SystemClock.INSTANCE;
  }
}
