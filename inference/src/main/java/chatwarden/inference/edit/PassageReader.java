package chatwarden.inference.edit;

import chatwarden.inference.tagger.SpanTagging;
import chatwarden.inference.tagger.TaggedSpan;
import java.util.List;

/** Reads texts by the network, and marks their words. */
final class PassageReader {
  /** The log probability of labels that are not used. */
  private static final double NEVER = -50;

  private final EditNetwork network;
  private final EditRules rules;

  PassageReader(EditNetwork network, EditRules rules) {
    this.network = network;
    this.rules = rules;
  }

  Passage read(String text, String language, CutText cut, SpanTagging tagging, Guards guards) {
    NetworkReading reading = network.read(cut.ids());
    List<TextWord> words = cut.words();
    double[][] edits = new double[words.size()][];
    boolean[] shielded = guards.shielded(text, words);
    boolean[] tagged = new boolean[words.size()];
    boolean[] found = new boolean[words.size()];
    for (int i = 0; i < edits.length; i++) {
      edits[i] =
          used(logSoftmax(reading.edits(), words.get(i).firstToken() * rules.labels().size()));
      tagged[i] = !shielded[i] && touches(tagging, words.get(i));
      found[i] = !shielded[i] && Math.exp(edits[i][EditRules.KEEP]) < 1 - rules.markedFrom();
    }
    TokenStates states = TokenStates.of(reading);
    return new Passage(
        text, language, cut, edits, states, reading.present(), shielded, tagged, found);
  }

  /** Returns a row in which the labels that are not used are hardly possible. */
  private double[] used(double[] row) {
    for (int label = EditRules.FILL + 1; label < row.length; label++) {
      if (rules.unusedLabels().contains(rules.labels().get(label))) {
        row[label] = NEVER;
      }
    }
    return row;
  }

  private static boolean touches(SpanTagging tagging, TextWord word) {
    for (TaggedSpan span : tagging.spans()) {
      if (word.start() < span.end() && word.end() > span.start()) {
        return true;
      }
    }
    return false;
  }

  private double[] logSoftmax(float[] logits, int from) {
    double[] row = new double[rules.labels().size()];
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < row.length; i++) {
      row[i] = logits[from + i];
      most = Math.max(most, row[i]);
    }
    double sum = 0;
    for (double logit : row) {
      sum += Math.exp(logit - most);
    }
    double log = most + Math.log(sum);
    for (int i = 0; i < row.length; i++) {
      row[i] -= log;
    }
    return row;
  }
}
