package chatwarden.store.sketch;

import chatwarden.domain.drift.TextComparison;
import java.util.Optional;

/**
 * The last comparison of texts: two numbers and a time, no texts. Safe for use by many threads;
 * blocks for the store.
 */
public interface TextComparisonStore {

  /** Replaces the last comparison. */
  void save(TextComparison comparison);

  /** Returns the last comparison, if there was one within {@link TextComparison#LIFETIME}. */
  Optional<TextComparison> last();
}
