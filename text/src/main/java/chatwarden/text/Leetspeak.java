package chatwarden.text;

/** Digits and signs that stand for letters of a word. */
public final class Leetspeak {
  private Leetspeak() {}

  /**
   * Returns the letter that the code point at {@code at} of the word in {@code [from, end)} stands
   * for, or the code point itself.
   *
   * <p>Between two letters many do. At the ends of a word only a zero does, and only where all else
   * is letters: in "ch0", and not in "2k0" or "100". Other digits there mostly number something, as
   * in "T1" or "8h".
   */
  static int letter(int[] codePoints, int at, int from, int end) {
    int c = codePoints[at];
    int letter = letter(c);
    if (letter == c) {
      return c;
    }
    boolean stands =
        at == from || at == end - 1
            ? c == '0' && isOfLetters(codePoints, from, end)
            : isLetter(codePoints[at - 1]) && isLetter(codePoints[at + 1]);
    return stands ? letter : c;
  }

  /** Returns the word in {@code [from, end)} with its digits and signs read as letters. */
  public static String word(int[] codePoints, int from, int end) {
    StringBuilder word = new StringBuilder(end - from);
    for (int i = from; i < end; i++) {
      word.appendCodePoint(letter(codePoints, i, from, end));
    }
    return word.toString();
  }

  /**
   * Returns the small letters that the code point {@code c} may stand for where somebody hides a
   * word, the likeliest first; empty if there are none.
   */
  public static String letters(int c) {
    int letter = letter(c);
    return switch (c) {
      case '1', '!', '|' -> "il";
      case '8' -> "b";
      case '9' -> "g";
      case '€' -> "e";
      default -> letter == c ? "" : Character.toString(letter);
    };
  }

  private static int letter(int c) {
    return switch (c) {
      case '0' -> 'o';
      case '1', '!' -> 'i';
      case '3' -> 'e';
      case '4', '@' -> 'a';
      case '5', '$' -> 's';
      case '7' -> 't';
      default -> c;
    };
  }

  /** Whether the word has letters, zeros that stand alone among them, and nothing else. */
  private static boolean isOfLetters(int[] codePoints, int from, int end) {
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
