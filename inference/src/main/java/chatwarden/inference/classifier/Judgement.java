package chatwarden.inference.classifier;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * A model's answer to a question.
 *
 * @param classes the probabilities and the label
 * @param categories calibrated probabilities of the kinds of abuse by their names, in [0, 1]; empty
 *     where the model does not know them
 * @param tier the model that decided, {@code name@version}, where a model asks others; else empty
 * @param unknownNgrams the share of the text's character n-grams that the linear model of its
 *     language does not know, in [0, 1]; empty where no such model read the text, or it has none
 */
public record Judgement(
    ClassProbabilities classes,
    Map<String, Float> categories,
    String tier,
    OptionalDouble unknownNgrams) {

  /** Copies the categories. */
  public Judgement {
    categories = Map.copyOf(categories);
    requireNonNull(unknownNgrams, "unknownNgrams");
  }

  /** Returns the same answer to a text in a language that no model knows. */
  public Judgement notJudged() {
    return new Judgement(classes.notJudged(), categories, tier, unknownNgrams);
  }

  /** Returns the answer of a model that has no categories and asks no other model. */
  public static Judgement of(ClassProbabilities classes) {
    return new Judgement(classes, Map.of(), "", OptionalDouble.empty());
  }
}
