package chatwarden.inference.edit;

import java.util.List;

/**
 * An edit for each word of a passage.
 *
 * @param method the name of the generator that made it
 * @param filled whether the language model chose a word of it
 */
record EditPlan(String method, List<WordEdit> edits, boolean filled) {
  EditPlan {
    edits = List.copyOf(edits);
  }

  EditPlan(String method, List<WordEdit> edits) {
    this(method, edits, false);
  }

  /** Returns the same with other edits. */
  EditPlan with(List<WordEdit> others) {
    return new EditPlan(method, others, filled);
  }

  boolean hasFills() {
    return edits.contains(WordEdit.FILL);
  }
}
