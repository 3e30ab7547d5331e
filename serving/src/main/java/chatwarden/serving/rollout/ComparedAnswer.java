package chatwarden.serving.rollout;

import java.util.List;

/**
 * The parts of an answer by which two versions of a model are compared.
 *
 * @param label the class of the text
 * @param probability how sure the model is that the text is offensive, in [0, 1]
 * @param flagged whether a stream would flag the text with default settings
 * @param marks the marked parts of the text, as their first code points and those after the last;
 *     empty for models that mark none
 */
public record ComparedAnswer(
    String label, double probability, boolean flagged, List<Integer> marks) {

  /** Checks the probability, and copies the marks. */
  public ComparedAnswer {
    marks = List.copyOf(marks);
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("probability: " + probability + " (expected: [0, 1])");
    }
  }

  /** The answer of a model that marks nothing. */
  public ComparedAnswer(String label, double probability, boolean flagged) {
    this(label, probability, flagged, List.of());
  }

  boolean differsFrom(ComparedAnswer other) {
    return flagged != other.flagged || !label.equals(other.label) || !marks.equals(other.marks);
  }
}
