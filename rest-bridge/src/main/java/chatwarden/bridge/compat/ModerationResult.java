package chatwarden.bridge.compat;

import chatwarden.classifier.v1.ClassifiedText;
import chatwarden.type.v1.Classification;
import chatwarden.type.v1.Label;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Stage 1's judgement of one text.
 *
 * @param label the label that the model decides for
 * @param labelProbability the probability of that label
 * @param offensive 1 − P(CLEAN)
 * @param hate P(HATE)
 * @param categories probabilities of kinds of abuse by name, as far as they are known
 * @param model {@code name@version}
 */
record ModerationResult(
    String label,
    double labelProbability,
    double offensive,
    double hate,
    Map<String, Double> categories,
    String model) {

  ModerationResult {
    categories = Map.copyOf(categories);
  }

  static ModerationResult of(ClassifiedText classified) {
    Classification judgement = classified.getClassification();
    String label = judgement.getLabel().name();
    return new ModerationResult(
        label,
        decimal(judgement.getProbabilitiesOrDefault(label, 0)),
        decimal(judgement.getOffensiveProbability()),
        decimal(judgement.getProbabilitiesOrDefault("HATE", 0)),
        judgement.getCategoriesMap().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> decimal(entry.getValue()))),
        judgement.getModel());
  }

  /** Returns whether the text is in a language that a model knows. */
  boolean isJudged() {
    return !label.equals(Label.NOT_JUDGED.name());
  }

  /** As it is written, without the digits that a float does not have. */
  private static double decimal(float value) {
    return Double.parseDouble(Float.toString(value));
  }
}
