package chatwarden.domain.automation;

import java.time.Duration;
import java.time.Instant;

/**
 * The strikes of an author: one for each comment that a rule acted on, going down to half within a
 * half-life; at most 100.
 *
 * @param count how many at {@code at}, 0 or more
 */
public record Strikes(double count, Instant at) {

  /** No strikes. */
  public static final Strikes NONE = new Strikes(0, Instant.EPOCH);

  /** Checks the number. */
  public Strikes {
    if (!(count >= 0)) {
      throw new IllegalArgumentException("count: " + count + " (expected: 0 or more)");
    }
  }

  /** Returns how many are left; as many as there were for a time before {@code at}. */
  public double left(Instant now, Duration halfLife) {
    if (!now.isAfter(at)) {
      return count;
    }
    double halfLives = (double) Duration.between(at, now).toMillis() / halfLife.toMillis();
    return count * Math.pow(2, -halfLives);
  }
}
