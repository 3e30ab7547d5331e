package chatwarden.mlops.data;

import static java.util.Objects.requireNonNull;

/**
 * A text and the class that people gave it.
 *
 * @param text the text as published
 * @param label the index of the class
 * @param heldOut whether the text is also in an evaluation split of the same task
 */
public record LabelledText(String text, int label, boolean heldOut) {
  public LabelledText {
    requireNonNull(text, "text");
    if (label < 0) {
      throw new IllegalArgumentException("label: " + label + " (expected: >= 0)");
    }
  }
}
