package chatwarden.inference.transformer;

import chatwarden.inference.classifier.ClassProbabilities;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Maps the scores of an export's labels to the probabilities of ours.
 *
 * <p>Where one of the labels is decided (softmax), a label of ours has the sum of those mapped to
 * it. Where each is decided by itself (sigmoid), the offensive probability is the highest of the
 * labels that are not mapped to {@code CLEAN}, and is shared among the labels of ours in proportion
 * to the highest of each. Immutable.
 */
final class LabelMap {

  private final List<String> labels;
  private final int[] ours;
  private final boolean multiLabel;

  private LabelMap(List<String> labels, int[] ours, boolean multiLabel) {
    this.labels = List.copyOf(labels);
    this.ours = ours.clone();
    this.multiLabel = multiLabel;
  }

  /**
   * Reads a map such as {@code toxic=OFFENSIVE, identity_hate=HATE, neutral=CLEAN}. A label that it
   * leaves out maps to the label of ours that has its name, in any case.
   *
   * @param exported the labels of the export, in the order of their scores
   * @param map the setting; empty where every label has a name of ours
   * @param known the labels of the API, {@code CLEAN} first
   * @throws IllegalArgumentException naming a label that is not mapped, or mapped to no label
   */
  static LabelMap of(List<String> exported, String map, List<String> known, boolean multiLabel) {
    Map<String, String> said = read(map, exported);
    List<String> mapped = new ArrayList<>();
    for (String label : exported) {
      String to = said.getOrDefault(label, label.toUpperCase(Locale.ROOT));
      if (!known.contains(to)) {
        throw new IllegalArgumentException(
            "settings.labels: %s=%s (expected: every label of %s mapped to one of %s)"
                .formatted(label, said.getOrDefault(label, ""), exported, known));
      }
      mapped.add(to);
    }
    if (!multiLabel && !mapped.contains(ClassProbabilities.CLEAN)) {
      throw new IllegalArgumentException(
          "settings.labels: none of %s is mapped to CLEAN (expected: at least one)"
              .formatted(exported));
    }
    List<String> labels =
        known.stream()
            .filter(label -> label.equals(ClassProbabilities.CLEAN) || mapped.contains(label))
            .toList();
    if (labels.size() < 2) {
      throw new IllegalArgumentException(
          "settings.labels: all of %s are mapped to CLEAN (expected: not all)".formatted(exported));
    }
    int[] ours = mapped.stream().mapToInt(labels::indexOf).toArray();
    return new LabelMap(labels, ours, multiLabel);
  }

  private static Map<String, String> read(String map, List<String> exported) {
    Map<String, String> said = new HashMap<>();
    for (String entry : Arrays.stream(map.split(",")).map(String::strip).toList()) {
      int sign = entry.lastIndexOf('=');
      String label = sign < 0 ? entry : entry.substring(0, sign).strip();
      if (entry.isEmpty()) {
        continue;
      }
      if (sign < 0 || !exported.contains(label)) {
        throw new IllegalArgumentException(
            "settings.labels: %s (expected: label=LABEL, with a label of %s)"
                .formatted(entry, exported));
      }
      said.put(label, entry.substring(sign + 1).strip());
    }
    return said;
  }

  /** Returns the labels of ours that it maps to, {@code CLEAN} first. */
  List<String> labels() {
    return labels;
  }

  /** Returns the probabilities of {@link #labels} by the scores from {@code at} on. */
  double[] probabilities(float[] scores, int at) {
    return multiLabel ? bySigmoid(scores, at) : bySoftmax(scores, at);
  }

  private double[] bySoftmax(float[] scores, int at) {
    double top = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < ours.length; i++) {
      top = Math.max(top, scores[at + i]);
    }
    double[] probabilities = new double[labels.size()];
    double all = 0;
    for (int i = 0; i < ours.length; i++) {
      double weight = Math.exp(scores[at + i] - top);
      probabilities[ours[i]] += weight;
      all += weight;
    }
    for (int k = 0; k < probabilities.length; k++) {
      probabilities[k] /= all;
    }
    return probabilities;
  }

  private double[] bySigmoid(float[] scores, int at) {
    double[] highest = new double[labels.size()];
    for (int i = 0; i < ours.length; i++) {
      highest[ours[i]] = Math.max(highest[ours[i]], 1 / (1 + Math.exp(-scores[at + i])));
    }
    double offensive = 0;
    double sum = 0;
    for (int k = 1; k < highest.length; k++) {
      offensive = Math.max(offensive, highest[k]);
      sum += highest[k];
    }
    double[] probabilities = new double[labels.size()];
    probabilities[0] = 1 - offensive;
    for (int k = 1; k < highest.length; k++) {
      probabilities[k] = sum == 0 ? 0 : offensive * highest[k] / sum;
    }
    return probabilities;
  }
}
