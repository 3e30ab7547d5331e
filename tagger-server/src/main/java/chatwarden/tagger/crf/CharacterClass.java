package chatwarden.tagger.crf;

/** What a code point is to taggers, by a table for the scripts that chat is mostly written in. */
final class CharacterClass {

  private static final byte SPACE = 1;
  private static final byte WORD_PART = 2;
  private static final byte[] TABLE = new byte[0x2000];

  static {
    for (int c = 0; c < TABLE.length; c++) {
      TABLE[c] = compute(c);
    }
  }

  private CharacterClass() {}

  static boolean isSpace(int c) {
    return of(c) == SPACE;
  }

  /** Whether {@code c} is a letter, a mark or a digit. */
  static boolean isWordPart(int c) {
    return of(c) == WORD_PART;
  }

  private static byte of(int c) {
    return c < TABLE.length ? TABLE[c] : compute(c);
  }

  private static byte compute(int c) {
    if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
      return SPACE;
    }
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          WORD_PART;
      default -> Character.isLetterOrDigit(c) ? WORD_PART : 0;
    };
  }
}
