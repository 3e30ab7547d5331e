package chatwarden.bridge.compat;

import chatwarden.classifier.v1.ClassifiedText;

/**
 * What stage 1 says of one text.
 *
 * @param label the label that the model decides for
 * @param labelProbability the probability of that label
 * @param offensive 1 − P(CLEAN)
 * @param hate P(HATE)
 * @param model {@code name@version}
 */
record Judgement(
    String label, double labelProbability, double offensive, double hate, String model) {

  static Judgement of(ClassifiedText text) {
    String label = text.getLabel().name();
    return new Judgement(
        label,
        decimal(text.getProbabilitiesOrDefault(label, 0)),
        decimal(text.getOffensiveProbability()),
        decimal(text.getProbabilitiesOrDefault("HATE", 0)),
        text.getModel());
  }

  /** As it is written, without the digits that a float does not have. */
  private static double decimal(float value) {
    return Double.parseDouble(Float.toString(value));
  }
}
