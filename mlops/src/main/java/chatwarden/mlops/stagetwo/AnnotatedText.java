package chatwarden.mlops.stagetwo;

import java.util.BitSet;

/**
 * A text and the code points of it that annotators marked as offensive.
 *
 * @param text the text as published
 * @param marked the marked code points, not to be changed
 */
public record AnnotatedText(String text, BitSet marked) {

  public AnnotatedText {
    int length = text.codePointCount(0, text.length());
    if (marked.length() > length) {
      throw new IllegalArgumentException(
          "marked: last code point " + (marked.length() - 1) + " (expected: < " + length + ")");
    }
  }

  /** Returns the rest of the text without its marked code points. */
  public String unmarked() {
    StringBuilder rest = new StringBuilder();
    int[] codePoints = text.codePoints().toArray();
    for (int i = 0; i < codePoints.length; i++) {
      if (!marked.get(i)) {
        rest.appendCodePoint(codePoints[i]);
      }
    }
    return rest.toString();
  }

  /** Whether anything is marked. */
  public boolean bearing() {
    return !marked.isEmpty();
  }

  /** The number of unbroken runs of marked code points. */
  int runs() {
    int runs = 0;
    for (int i = marked.nextSetBit(0); i >= 0; i = marked.nextSetBit(marked.nextClearBit(i))) {
      runs++;
    }
    return runs;
  }
}
