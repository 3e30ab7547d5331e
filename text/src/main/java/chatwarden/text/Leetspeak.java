package chatwarden.text;

/** Digits and signs that stand for letters of a word. */
public final class Leetspeak {
  private Leetspeak() {}

  /** The most digits and signs in a row that are read as letters. */
  private static final int LONGEST_RUN = 2;

  /** The most letters of a word with Vietnamese marks whose last digit is read as a letter. */
  private static final int SHORT = 2;

  /**
   * Returns the letter that the code point at {@code at} of the word in {@code [from, end)}
   * replaces, or the code point itself.
   *
   * <p>Between two letters many do, up to two in a row. At the ends of a word a zero does where all
   * else is letters: in "ch0", and not in "2k0" or "100"; a dollar does before two letters, and a
   * last digit after at most two letters of which one is Vietnamese: in "đ1". Other digits there
   * mostly number something, as in "T1" or "8h".
   */
  static int letter(int[] codePoints, int at, int from, int end) {
    int c = codePoints[at];
    int letter = letter(c);
    if (letter == c) {
      return c;
    }
    int first = at;
    while (first > from && !isLetter(codePoints[first - 1])) {
      first--;
    }
    int last = at + 1;
    while (last < end && !isLetter(codePoints[last])) {
      last++;
    }
    boolean replaces;
    if (first > from && last < end) {
      replaces = last - first <= LONGEST_RUN;
    } else if (c == '0') {
      replaces = isOfLetters(codePoints, from, end);
    } else if (c == '$') {
      replaces =
          at == from
              && end - from > SHORT
              && isLetter(codePoints[at + 1])
              && isLetter(codePoints[at + 2]);
    } else {
      replaces = first > from && isShortVietnamese(codePoints, from, at) && at + 1 == end;
    }
    return replaces ? letter : c;
  }

  /** Whether a word is one or two letters, one with a Vietnamese mark, and no shorthand. */
  private static boolean isShortVietnamese(int[] codePoints, int from, int end) {
    boolean marked = false;
    for (int i = from; i < end; i++) {
      marked |= Diacritics.base(codePoints[i]) != codePoints[i];
    }
    return marked && end - from <= SHORT && Teencode.standard().find(codePoints, from, end) == null;
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
   * Returns the small letters that the code point {@code c} may replace where an author hides a
   * word, the likeliest first; empty if there are none.
   */
  public static String letters(int c) {
    int letter = letter(c);
    return switch (c) {
      case '1', '!', '|' -> "il";
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
      case '6', '9' -> 'g';
      case '7', '+' -> 't';
      case '8' -> 'b';
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
