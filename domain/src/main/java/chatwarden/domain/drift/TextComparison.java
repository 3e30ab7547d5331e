package chatwarden.domain.drift;

import java.time.Duration;
import java.time.Instant;

/**
 * How well a classifier separated the texts of two windows, of the language nearest to drift.
 *
 * @param area the area under the ROC curve in [0, 1]; 0 where nothing was compared
 * @param threshold the area from which on it is drift; 0 where nothing was compared
 * @param time when they were compared
 */
public record TextComparison(double area, double threshold, Instant time) {
  /** How long a comparison counts: two weeks, as texts are compared weekly. */
  public static final Duration LIFETIME = Duration.ofDays(14);

  /** Checks the ranges. */
  public TextComparison {
    requireShare("area", area);
    requireShare("threshold", threshold);
  }

  private static void requireShare(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: in [0, 1])");
    }
  }

  /** Returns whether the texts have drifted. */
  public boolean hasDrifted() {
    return threshold > 0 && area > threshold;
  }
}
