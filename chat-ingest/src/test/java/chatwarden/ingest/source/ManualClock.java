package chatwarden.ingest.source;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A clock on which time passes only by sleeping, and at once. */
public final class ManualClock implements SourceClock {
  /** When it begins. */
  public static final Instant START = Instant.parse("2026-01-31T18:30:00Z");

  private final List<Duration> sleeps = new ArrayList<>();
  private Duration passed = Duration.ZERO;

  @Override
  public synchronized Instant instant() {
    return START.plus(passed);
  }

  @Override
  public synchronized long nanoTime() {
    return passed.toNanos();
  }

  @Override
  public synchronized void sleep(Duration duration) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (duration.isPositive()) {
      sleeps.add(duration);
      passed = passed.plus(duration);
    }
  }

  /** Lets time pass without anybody sleeping. */
  public synchronized void advance(Duration duration) {
    passed = passed.plus(duration);
  }

  /** How long was slept each time. */
  public synchronized List<Duration> sleeps() {
    return List.copyOf(sleeps);
  }
}
