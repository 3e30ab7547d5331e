package chatwarden.inference.classifier;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a model says of one text.
 *
 * <p>The label is what the model decides for. Classes are rare to very different degrees, so a
 * model may shift its scores by an offset a class before it decides; the label is then not always
 * the class of the highest probability. The probabilities are calibrated and know nothing of
 * offsets.
 *
 * @param labels the labels of the model, {@code CLEAN} among them
 * @param probabilities calibrated, in [0, 1], one for each label in the order of {@code labels};
 *     they sum to 1 within 1e-4
 * @param label the label decided for, one of {@code labels}, or {@value #NOT_JUDGED}
 */
public record ClassProbabilities(List<String> labels, List<Float> probabilities, String label) {
  /** The label of texts in which nothing is wrong. */
  public static final String CLEAN = "CLEAN";

  /** The labels of the project's own models, in the order of their classes. */
  public static final List<String> OWN_LABELS = List.of(CLEAN, "OFFENSIVE", "HATE");

  /** The label of texts in a language that no model knows. */
  public static final String NOT_JUDGED = "NOT_JUDGED";

  private static final float SUM_TOLERANCE = 1e-4f;

  public ClassProbabilities {
    labels = List.copyOf(labels);
    probabilities = List.copyOf(probabilities);
    requireNonNull(label, "label");
    boolean decided = labels.contains(label) || label.equals(NOT_JUDGED);
    if (!labels.contains(CLEAN) || !decided) {
      throw new IllegalArgumentException(
          "labels: " + labels + " (expected: to hold " + CLEAN + " and " + label + ")");
    }
    if (probabilities.size() != labels.size()) {
      throw new IllegalArgumentException(
          "probabilities: " + probabilities.size() + " (expected: " + labels.size() + ")");
    }
    float sum = 0;
    for (float probability : probabilities) {
      if (!(probability >= 0 && probability <= 1)) {
        throw new IllegalArgumentException("probability: " + probability + " (expected: [0, 1])");
      }
      sum += probability;
    }
    if (Math.abs(sum - 1) > SUM_TOLERANCE) {
      throw new IllegalArgumentException("sum of probabilities: " + sum + " (expected: 1)");
    }
  }

  /** Returns the same probabilities with the label {@value #NOT_JUDGED}. */
  public ClassProbabilities notJudged() {
    return new ClassProbabilities(labels, probabilities, NOT_JUDGED);
  }

  /**
   * Returns the probability of {@code label}.
   *
   * @throws IllegalArgumentException if the model has no such label
   */
  public float probability(String label) {
    int index = labels.indexOf(label);
    if (index < 0) {
      throw new IllegalArgumentException("label: " + label + " (expected: one of " + labels + ")");
    }
    return probabilities.get(index);
  }

  /** Returns {@code 1 − P(CLEAN)}, in [0, 1]. */
  public float offensiveProbability() {
    return 1 - probability(CLEAN);
  }
}
