package chatwarden.bridge.admission;

import java.time.Duration;

/**
 * How long a unit of work takes under a crowd, over about the last quarter of a second of it. A
 * crowd begins when as much is under way as may be, and ends when less than half of that is: time
 * with room to spare does not count, as it does not show how much more could be done. Unknown at
 * first, and again after a second without a crowd: the early measurement, perhaps while the JVM was
 * cold, shows little of now. Guarded by its owner.
 */
final class DrainRate {

  private static final long WINDOW_NANOS = Duration.ofMillis(50).toNanos();
  private static final long STALE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final double NEWEST_SHARE = 0.2;

  private final int room;
  private double nanosPerUnit;
  private boolean crowded;
  private long since;
  private long crowdedNanos;
  private long units;

  /** The rate of a server for which {@code room} units may be under way. */
  DrainRate(int room) {
    this.room = room;
  }

  /** Work began; so much is under way now. */
  void began(int underWay, long now) {
    if (crowded || underWay < room) {
      return;
    }
    if (now - since > STALE_NANOS) {
      nanosPerUnit = 0;
      crowdedNanos = 0;
      units = 0;
    }
    crowded = true;
    since = now;
  }

  /** So much work ended; so much is under way now. */
  void ended(int endedUnits, int underWay, long now) {
    if (!crowded) {
      return;
    }
    crowded = underWay >= room / 2;
    crowdedNanos += now - since;
    since = now;
    units += endedUnits;
    if (crowdedNanos >= WINDOW_NANOS) {
      adapt((double) crowdedNanos / units);
      crowdedNanos = 0;
      units = 0;
    }
  }

  private void adapt(double newest) {
    nanosPerUnit =
        nanosPerUnit == 0 ? newest : nanosPerUnit + NEWEST_SHARE * (newest - nanosPerUnit);
  }

  /** How long so much work takes; 0 while that is unknown. */
  double nanos(int someUnits) {
    return someUnits * nanosPerUnit;
  }
}
