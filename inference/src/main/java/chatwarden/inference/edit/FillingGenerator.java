package chatwarden.inference.edit;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts one word of the language model in the place of each run of marked words; words that have a
 * polite form without a mark stay for it.
 */
final class FillingGenerator implements CandidateGenerator {
  static final String METHOD = "filling";

  private final EditRules rules;

  FillingGenerator(EditRules rules) {
    this.rules = rules;
  }

  @Override
  public String name() {
    return METHOD;
  }

  @Override
  public List<EditPlan> plans(Passage passage) {
    List<WordEdit> polite =
        new Substitution(rules.lists(passage.language())).polite(passage.words());
    return List.of(
        new EditPlan(METHOD, hidden(passage.tagged(), polite)),
        new EditPlan(METHOD, hidden(passage.marked(), polite)));
  }

  private static List<WordEdit> hidden(boolean[] marks, List<WordEdit> polite) {
    List<WordEdit> edits = new ArrayList<>(marks.length);
    boolean inRun = false;
    for (int i = 0; i < marks.length; i++) {
      boolean hides = marks[i] && polite.get(i).equals(WordEdit.KEEP);
      edits.add(!hides ? WordEdit.KEEP : inRun ? WordEdit.DELETE : WordEdit.FILL);
      inRun = hides;
    }
    return edits;
  }
}
