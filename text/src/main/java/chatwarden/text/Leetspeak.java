package chatwarden.text;

/** Digits and signs that stand for letters inside a word. */
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

  private static boolean isLetter(int c) {
    return CharacterKind.of(c) == CharacterKind.LETTER;
  }
}
