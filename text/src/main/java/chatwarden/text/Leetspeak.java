package chatwarden.text;

/** Digits and signs that stand for letters of a word. */
final class Leetspeak {
  private Leetspeak() {}

  /**
   * Returns the letter that the code point at {@code at} stands for if it has letters on both
   * sides, else the code point itself. {@code at} is neither the first nor the last code point.
   */
  static int letter(int[] codePoints, int at) {
    int c = codePoints[at];
    int letter =
        switch (c) {
          case '0' -> 'o';
          case '1', '!' -> 'i';
          case '3' -> 'e';
          case '4', '@' -> 'a';
          case '5', '$' -> 's';
          case '7' -> 't';
          default -> c;
        };
    return letter != c && isLetter(codePoints[at - 1]) && isLetter(codePoints[at + 1]) ? letter : c;
  }

  /**
   * Returns whether zeros at the ends of the word in {@code [from, end)} are the letter o: in
   * "ch0", where the rest is letters, and not in "2k0" or "100", which say a number. Other digits
   * there mostly number something, as in "T1" or "8h".
   */
  static boolean endsInLetters(int[] codePoints, int from, int end) {
    for (int i = from; i < end; i++) {
      boolean alone =
          codePoints[i] == '0'
              && (i == from || isLetter(codePoints[i - 1]))
              && (i + 1 == end || isLetter(codePoints[i + 1]));
      if (!alone && !isLetter(codePoints[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetter(int c) {
    return CharacterKind.of(c) == CharacterKind.LETTER;
  }
}
