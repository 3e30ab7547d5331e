package chatwarden.inference.linear;

import static java.util.Objects.requireNonNull;

import chatwarden.inference.classifier.DecisionRule;
import java.util.List;

/**
 * Everything that a linear model consists of, as {@link LinearFile} keeps it.
 *
 * <p>With {@code t} = 1 + ln(count) of a known feature in the text, {@code f} its inverse document
 * frequency and {@code w} its weight, the score of class {@code k} is
 *
 * <pre>score(k) = bias(k) + Σ over views  viewWeight · Σ t·f·w(k) / √(Σ (t·f)²)</pre>
 *
 * where the inner sums run over the features of a view. {@link FeatureView#LEXICON} has no root to
 * divide by, and f = 1. What the {@link Patterns} of the text's words add comes on top. The
 * calibrated probabilities are the softmax of {@code temperature · score(k) + shift(k)}; the label
 * is the class with the highest {@code score(k) + offset(k)}.
 *
 * @param labels the classes; the first is the one that the others are measured against
 * @param viewWeights how loud each view speaks, in the order of {@link FeatureView}
 * @param biases the bias of each class
 * @param temperature scales scores before the softmax; positive
 * @param shifts what calibration adds to the scaled score of each class
 * @param offsets what the decision adds to the score of each class
 * @param table the features
 * @param lexicon the scores of words that the features of {@link FeatureView#LEXICON} rest on
 * @param patterns the patterns of runs of words
 */
public record LinearWeights(
    List<String> labels,
    List<Float> viewWeights,
    List<Double> biases,
    double temperature,
    List<Double> shifts,
    List<Double> offsets,
    FeatureTable table,
    Lexicon lexicon,
    Patterns patterns) {
  public LinearWeights {
    labels = List.copyOf(labels);
    viewWeights = List.copyOf(viewWeights);
    biases = List.copyOf(biases);
    shifts = List.copyOf(shifts);
    offsets = List.copyOf(offsets);
    requireNonNull(table, "table");
    requireNonNull(lexicon, "lexicon");
    requireNonNull(patterns, "patterns");
    requireSize("labels", labels, FeatureTable.CLASSES);
    requireSize("viewWeights", viewWeights, FeatureView.COUNT);
    requireSize("biases", biases, labels.size());
    requireSize("shifts", shifts, labels.size());
    requireSize("offsets", offsets, labels.size());
    if (!(temperature > 0)) {
      throw new IllegalArgumentException("temperature: " + temperature + " (expected: > 0)");
    }
  }

  /** Returns these weights with {@link Patterns#NONE}. */
  public LinearWeights withoutPatterns() {
    return new LinearWeights(
        labels, viewWeights, biases, temperature, shifts, offsets, table, lexicon, Patterns.NONE);
  }

  /** Returns how scores become probabilities and a label. */
  DecisionRule rule() {
    return new DecisionRule(labels, temperature, shifts, offsets);
  }

  private static void requireSize(String name, List<?> list, int size) {
    if (list.size() != size) {
      throw new IllegalArgumentException(name + ": " + list.size() + " (expected: " + size + ")");
    }
  }
}
