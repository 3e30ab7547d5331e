package chatwarden.inference.cascade;

import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.classifier.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The rules of the languages, and the mixture of their answers where a text may be in several: each
 * language's probabilities and offsets count by its share. Immutable.
 */
record LanguageRules(List<String> labels, Map<String, LanguageRule> byLanguage) {

  LanguageRules {
    labels = List.copyOf(labels);
    byLanguage = Map.copyOf(byLanguage);
  }

  /** Returns the answer to {@code question} by the evidence of all languages that it asks about. */
  ClassProbabilities decide(Question question, double[][] evidence) {
    double[] mixed = new double[labels.size()];
    double[] offsets = new double[labels.size()];
    double shares = 0;
    for (Map.Entry<String, LanguageRule> entry : byLanguage.entrySet()) {
      double share = question.share(entry.getKey());
      if (share > 0) {
        double[] probabilities = entry.getValue().probabilities(evidence);
        for (int k = 0; k < mixed.length; k++) {
          mixed[k] += share * probabilities[k];
          offsets[k] += share * entry.getValue().offsets().get(k);
        }
        shares += share;
      }
    }
    return decided(mixed, offsets, shares);
  }

  /** Where no rule's language is asked about, nothing speaks against the text. */
  private ClassProbabilities decided(double[] mixed, double[] offsets, double shares) {
    List<Float> probabilities = new ArrayList<>(mixed.length);
    int best = 0;
    for (int k = 0; k < mixed.length; k++) {
      double probability = shares > 0 ? mixed[k] / shares : k == 0 ? 1 : 0;
      probabilities.add((float) probability);
      if (Math.log(mixed[k]) + offsets[k] > Math.log(mixed[best]) + offsets[best]) {
        best = k;
      }
    }
    return new ClassProbabilities(labels, probabilities, labels.get(best));
  }
}
