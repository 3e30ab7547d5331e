package chatwarden.inference.classifier;

import java.util.Map;

/**
 * A model's answer to a question.
 *
 * @param classes the probabilities and the label
 * @param categories calibrated probabilities of the kinds of abuse by their names, in [0, 1]; empty
 *     where the model does not know them
 * @param tier the model that decided, {@code name@version}, where a model asks others; else empty
 */
public record Judgement(ClassProbabilities classes, Map<String, Float> categories, String tier) {

  /** Copies the categories. */
  public Judgement {
    categories = Map.copyOf(categories);
  }

  /** Returns the same answer to a text in a language that no model knows. */
  public Judgement notJudged() {
    return new Judgement(classes.notJudged(), categories, tier);
  }

  /** Returns the answer of a model that has no categories and asks no other model. */
  public static Judgement of(ClassProbabilities classes) {
    return new Judgement(classes, Map.of(), "");
  }
}
