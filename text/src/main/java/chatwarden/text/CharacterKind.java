package chatwarden.text;

/** What a code point is to the tokeniser. */
enum CharacterKind {
  LETTER,
  /** A combining mark; part of the word that it stands in, never its start. */
  MARK,
  DIGIT,
  /** White space or a control character. */
  SPACE,
  OTHER;

  private static final CharacterKind[] TABLE = new CharacterKind[0x2000];

  static {
    for (int c = 0; c < TABLE.length; c++) {
      TABLE[c] = compute(c);
    }
  }

  static CharacterKind of(int c) {
    return c < TABLE.length ? TABLE[c] : compute(c);
  }

  boolean inWord() {
    return this == LETTER || this == DIGIT || this == MARK;
  }

  private static CharacterKind compute(int c) {
    return switch (Character.getType(c)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER ->
          LETTER;
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
          MARK;
      case Character.DECIMAL_DIGIT_NUMBER -> DIGIT;
      case Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.CONTROL ->
          SPACE;
      default -> OTHER;
    };
  }
}
