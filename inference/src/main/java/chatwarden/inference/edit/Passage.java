package chatwarden.inference.edit;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A text with everything that generators make candidates of.
 *
 * @param cut its tokens and words
 * @param edits log probabilities of the labels of each word
 * @param states those of the network, for the similarity
 * @param past what the network keeps of it, for readings of its edited forms
 * @param shielded for each word, whether no edit may touch it
 * @param tagged for each word, whether a span of stage 2 touches it; never for a shielded one
 * @param found for each word, whether the network would edit it; never for a shielded one
 */
@SuppressWarnings("ArrayRecordComponent") // not to be changed
record Passage(
    String text,
    String language,
    CutText cut,
    double[][] edits,
    TokenStates states,
    NetworkPast past,
    boolean[] shielded,
    boolean[] tagged,
    boolean[] found) {

  List<TextWord> words() {
    return cut.words();
  }

  /** Returns for each word whether stage 2 or the network marks it. */
  boolean[] marked() {
    boolean[] both = new boolean[tagged.length];
    for (int i = 0; i < both.length; i++) {
      both[i] = tagged[i] || found[i];
    }
    return both;
  }

  /** Returns the words that a plan keeps. */
  String keptWords(EditPlan plan) {
    StringBuilder kept = new StringBuilder();
    for (int i = 0; i < plan.edits().size(); i++) {
      if (plan.edits().get(i).equals(WordEdit.KEEP)) {
        kept.append(words().get(i).text()).append(' ');
      }
    }
    return kept.toString();
  }

  /** Returns the share of the unmarked words that are among {@code words}; 1 without any. */
  double keptShare(Set<String> words) {
    boolean[] marked = marked();
    int unmarked = 0;
    int kept = 0;
    for (int i = 0; i < marked.length; i++) {
      if (!marked[i]) {
        unmarked++;
        kept += words.contains(words().get(i).plain()) ? 1 : 0;
      }
    }
    return unmarked == 0 ? 1 : (double) kept / unmarked;
  }

  /**
   * Returns the share of the unmarked words that a plan does not delete; 1 where there are none.
   */
  double keptShare(EditPlan plan) {
    boolean[] marked = marked();
    int unmarked = 0;
    int kept = 0;
    for (int i = 0; i < marked.length; i++) {
      unmarked += marked[i] ? 0 : 1;
      kept += marked[i] || plan.edits().get(i).equals(WordEdit.DELETE) ? 0 : 1;
    }
    return unmarked == 0 ? 1 : (double) kept / unmarked;
  }

  /** Returns for each token but the first whether it is of an unmarked word; all, if none is. */
  boolean[] unmarkedTokens() {
    boolean[] marked = marked();
    boolean[] unmarked = new boolean[cut.ids().length - 1];
    boolean any = false;
    for (int i = 0; i < marked.length; i++) {
      for (int t = 0; t < words().get(i).tokens() && !marked[i]; t++) {
        unmarked[words().get(i).firstToken() - 1 + t] = true;
        any = true;
      }
    }
    if (!any) {
      Arrays.fill(unmarked, true);
    }
    return unmarked;
  }

  boolean hasMarks() {
    for (boolean mark : marked()) {
      if (mark) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return "Passage[words=" + words().size() + "]"; // Texts never reach a log.
  }
}
