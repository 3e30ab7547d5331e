package chatwarden.domain.drift;

import java.time.Duration;

/**
 * When a difference is drift.
 *
 * @param minComments how many comments a column needs in both windows; with fewer nothing is said
 * @param minScore the least Jensen–Shannon distance that matters, whatever the noise, in [0,
 *     0.8326]
 * @param falseAlarms how often a window without drift raises an alarm, all columns together, in (0,
 *     0.5]
 * @param draws how many windows are drawn from the reference
 * @param seed where the draws start: the same windows give the same answer
 */
public record DriftSettings(
    int minComments, double minScore, double falseAlarms, int draws, long seed) {

  /** How long the window is that is compared, where nothing else is said. */
  public static final Duration WINDOW = Duration.ofDays(1);

  /** How long the reference before it is, where nothing else is said. */
  public static final Duration REFERENCE = Duration.ofDays(7);

  /** How long the window is whose texts are compared, where nothing else is said. */
  public static final Duration TEXT_WINDOW = Duration.ofDays(7);

  /** How long the reference of texts before it, where nothing else is said. */
  public static final Duration TEXT_REFERENCE = Duration.ofDays(21);

  /** The settings without any configuration. */
  public static final DriftSettings DEFAULT = new DriftSettings(200, 0.05, 0.01, 2_000, 20_260_101);

  /** The draws that a check needs at least. */
  private static final int LEAST_DRAWS = 100;

  /** Checks the bounds. */
  public DriftSettings {
    require(minComments >= 1, "minComments", minComments, ">= 1");
    require(
        minScore >= 0 && minScore <= Math.sqrt(Math.log(2)),
        "minScore",
        minScore,
        "in [0, 0.8326]");
    require(falseAlarms > 0 && falseAlarms <= 0.5, "falseAlarms", falseAlarms, "in (0, 0.5]");
    require(draws >= LEAST_DRAWS, "draws", draws, ">= " + LEAST_DRAWS);
  }

  private static void require(boolean holds, String name, Number value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
    }
  }

  /** Returns the same with other bounds for a difference. */
  public DriftSettings with(int comments, double score) {
    return new DriftSettings(comments, score, falseAlarms, draws, seed);
  }
}
