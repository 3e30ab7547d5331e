package chatwarden.inference.edit;

import java.util.ArrayList;
import java.util.List;

/** Deletes the words that stage 2 marks, and those that it or the network marks. */
final class DeletionGenerator implements CandidateGenerator {
  private static final String METHOD = "deletion";

  @Override
  public String name() {
    return METHOD;
  }

  @Override
  public List<EditPlan> plans(Passage passage) {
    return List.of(
        new EditPlan(METHOD, without(passage.tagged())),
        new EditPlan(METHOD, without(passage.marked())));
  }

  private static List<WordEdit> without(boolean[] marks) {
    List<WordEdit> edits = new ArrayList<>(marks.length);
    for (boolean mark : marks) {
      edits.add(mark ? WordEdit.DELETE : WordEdit.KEEP);
    }
    return edits;
  }
}
