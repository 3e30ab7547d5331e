package chatwarden.store.feedback;

import java.util.Map;

/**
 * The scores that a caller suggests for a text.
 *
 * @param text the text
 * @param language the language that was said, as BCP 47; empty when none was
 * @param scores the score of each attribute that was named, in [0, 1]
 * @param community who says so; may be empty
 */
public record Feedback(String text, String language, Map<String, Double> scores, String community) {

  /** Copies the scores. */
  public Feedback {
    scores = Map.copyOf(scores);
  }
}
