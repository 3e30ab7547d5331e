package chatwarden.trainer.tagging;

import java.util.BitSet;

/**
 * A text and the code points of it that annotators marked as offensive.
 *
 * @param text the text as published
 * @param marked the marked code points, not to be changed
 */
record AnnotatedText(String text, BitSet marked) {

  AnnotatedText {
    int length = text.codePointCount(0, text.length());
    if (marked.length() > length) {
      throw new IllegalArgumentException(
          "marked: last code point " + (marked.length() - 1) + " (expected: < " + length + ")");
    }
  }

  /** Whether anything is marked. */
  boolean bearing() {
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
