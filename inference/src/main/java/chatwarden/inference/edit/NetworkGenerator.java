package chatwarden.inference.edit;

import java.util.ArrayList;
import java.util.List;

/** Takes the likeliest edit of each word by the network, at several readinesses to edit. */
final class NetworkGenerator implements CandidateGenerator {
  private static final String METHOD = "edits";

  private final EditRules rules;

  NetworkGenerator(EditRules rules) {
    this.rules = rules;
  }

  @Override
  public String name() {
    return METHOD;
  }

  @Override
  public List<EditPlan> plans(Passage passage) {
    return rules.lists(passage.language()).keepBiases().stream()
        .map(bias -> new EditPlan(METHOD, likeliest(passage, bias)))
        .toList();
  }

  private List<WordEdit> likeliest(Passage passage, double[] bias) {
    List<WordEdit> edits = new ArrayList<>();
    for (double[] row : passage.edits()) {
      int best = EditRules.KEEP;
      double most = Double.NEGATIVE_INFINITY;
      for (int label = 0; label < row.length; label++) {
        double logit = row[label] - (label < bias.length ? bias[label] : 0);
        if (logit > most) {
          most = logit;
          best = label;
        }
      }
      edits.add(
          switch (best) {
            case EditRules.KEEP -> WordEdit.KEEP;
            case EditRules.DELETE -> WordEdit.DELETE;
            case EditRules.FILL -> WordEdit.FILL;
            default -> WordEdit.to(rules.labels().get(best));
          });
    }
    return edits;
  }
}
