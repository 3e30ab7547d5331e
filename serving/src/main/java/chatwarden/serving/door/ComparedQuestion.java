package chatwarden.serving.door;

import chatwarden.serving.rollout.ComparedAnswer;
import java.util.Optional;
import java.util.function.Function;

/**
 * How the answers to a question are compared between two versions.
 *
 * @param number the number of the question among those that are compared; 0 where it is not
 * @param compared gives the compared parts of an answer; empty where it is not compared
 * @param <T> a model's answer to one text
 */
record ComparedQuestion<T>(int number, Function<T, Optional<ComparedAnswer>> compared) {

  /** Returns that the answers are not compared. */
  static <T> ComparedQuestion<T> none() {
    return new ComparedQuestion<>(0, _ -> Optional.empty());
  }
}
