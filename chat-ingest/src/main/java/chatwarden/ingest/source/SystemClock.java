package chatwarden.ingest.source;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The machine's clock. */
enum SystemClock implements SourceClock {
  INSTANCE;

  private final InstantSource wall = InstantSource.system();

  @Override
  public Instant instant() {
    return wall.instant();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (duration.isPositive()) {
      Thread.sleep(duration);
    }
  }
}
