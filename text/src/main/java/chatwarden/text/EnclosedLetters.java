package chatwarden.text;

/**
 * White letters on black circles and squares, which Unicode takes for symbols. Those on white are
 * unfolded by NFKC. Flags, which are pairs of letters in dotted squares, stay flags.
 */
final class EnclosedLetters {
  private static final int FIRST_CIRCLED = 0x1F150;
  private static final int FIRST_SQUARED = 0x1F170;
  private static final int LETTERS = 26;

  private EnclosedLetters() {}

  /** Replaces them by small letters. */
  static void free(CodePointBuffer text) {
    for (int i = 0; i < text.size; i++) {
      int c = text.codePoints[i];
      if (c >= FIRST_CIRCLED && c < FIRST_CIRCLED + LETTERS) {
        text.codePoints[i] = 'a' + c - FIRST_CIRCLED;
      } else if (c >= FIRST_SQUARED && c < FIRST_SQUARED + LETTERS) {
        text.codePoints[i] = 'a' + c - FIRST_SQUARED;
      }
    }
  }
}
