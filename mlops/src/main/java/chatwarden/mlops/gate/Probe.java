package chatwarden.mlops.gate;

import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.classifier.Classifier;
import chatwarden.livechat.v1.Session;
import chatwarden.runtime.limit.FieldRules;
import java.util.ArrayList;
import java.util.List;

/**
 * Texts that a classifier is to flag, or not to flag, at the threshold of a session that names
 * none.
 *
 * @param name of the error, as reports show it
 * @param texts the texts, at least one
 * @param flagged whether each is to be flagged
 */
public record Probe(String name, List<String> texts, List<Boolean> flagged) {

  private static final double THRESHOLD =
      FieldRules.defaultNumber(Session.getDescriptor(), "flag_threshold");

  /** Copies the lists. */
  public Probe {
    texts = List.copyOf(texts);
    flagged = List.copyOf(flagged);
    if (texts.isEmpty() || texts.size() != flagged.size()) {
      throw new IllegalArgumentException(
          "texts: %d, flagged: %d (expected: as many of both, at least 1)"
              .formatted(texts.size(), flagged.size()));
    }
  }

  /** Returns a probe of texts that are all to be flagged, or all not to be. */
  static Probe of(String name, List<String> texts, boolean flagged) {
    List<Boolean> all = new ArrayList<>();
    texts.forEach(_ -> all.add(flagged));
    return new Probe(name, texts, all);
  }

  /** Returns the share of texts that a classifier flags otherwise, in [0, 1]. */
  public double error(Classifier classifier) {
    List<ClassProbabilities> answers = classifier.classify(texts);
    int wrong = 0;
    for (int i = 0; i < answers.size(); i++) {
      boolean flags = answers.get(i).offensiveProbability() > THRESHOLD;
      wrong += flags == flagged.get(i) ? 0 : 1;
    }
    return (double) wrong / answers.size();
  }
}
