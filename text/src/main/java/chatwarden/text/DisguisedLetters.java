package chatwarden.text;

/** Letters of fancy alphabets, and characters without any width between the letters of a word. */
final class DisguisedLetters {
  private DisguisedLetters() {}

  /** Returns whether a text has any. */
  static boolean areIn(String text) {
    int before = ' ';
    for (int i = 0; i < text.length(); i += Character.charCount(before)) {
      int c = text.codePointAt(i);
      int next = i + Character.charCount(c);
      boolean parts =
          isInvisible(c)
              && Character.isLetter(before)
              && next < text.length()
              && Character.isLetter(text.codePointAt(next));
      if (parts || isFancy(c)) {
        return true;
      }
      before = c;
    }
    return false;
  }

  private static boolean isInvisible(int c) {
    return c == 0xAD || c >= 0x200B && c <= 0x200D || c == 0x2060 || c == 0xFEFF;
  }

  /** Letters in circles and squares, of full width, and of the mathematical alphabets. */
  private static boolean isFancy(int c) {
    return c >= 0x24B6 && c <= 0x24E9
        || c >= 0xFF21 && c <= 0xFF3A
        || c >= 0xFF41 && c <= 0xFF5A
        || c >= 0x1D400 && c <= 0x1D7CB
        || c >= 0x1F130 && c <= 0x1F189;
  }
}
