package chatwarden.serving.batch;

import java.time.Duration;

/**
 * How a {@link Refiner} is sized.
 *
 * @param threads how many threads run batches; 0 is one for every processor
 * @param tokens how many tokens a batch may have, unless one row alone has more
 * @param budget how long rows may be expected to wait; above it, the least urgent ones keep the
 *     answers that they have
 */
public record RefinerSettings(int threads, int tokens, Duration budget) {

  /** Checks the numbers, and counts the processors. */
  public RefinerSettings {
    if (threads < 0 || tokens < 1 || budget.isNegative()) {
      throw new IllegalArgumentException(
          "threads, tokens and budget: %d, %d and %s (expected: >= 0, >= 1 and >= 0)"
              .formatted(threads, tokens, budget));
    }
    if (threads == 0) {
      threads = Runtime.getRuntime().availableProcessors();
    }
  }
}
