package chatwarden.serving.rollout;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Compares the answers of two versions of a model. Called by one thread for the reasons, by many
 * for the answers.
 *
 * @param <M> the type of the models
 * @param <R> a model's answer to one text
 */
public interface Comparison<M, R> {

  /** Returns the compared parts of an answer; empty where answers of this kind are not compared. */
  Optional<ComparedAnswer> compared(R answer);

  /**
   * Returns how much each n-gram of {@code text} speaks for the offensive label, as the logit, or 1
   * for each part that it marks; empty where the model cannot say.
   *
   * @param answer gives the model's answer to the text, which is worked out when it is asked for
   */
  default Map<String, Double> reasons(M model, String text, Supplier<R> answer) {
    return Map.of();
  }

  /** Returns a comparison for models whose answers are not compared. */
  static <M, R> Comparison<M, R> none() {
    return _ -> Optional.empty();
  }
}
