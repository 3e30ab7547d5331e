package chatwarden.text;

/**
 * What a code point is to the normaliser and to what cuts texts into words. Safe for any thread.
 */
public enum CharacterKind {
  /** Of any script, modifiers included. */
  LETTER,
  /** A combining mark; part of its word, never its start. */
  MARK,
  /** A decimal one. */
  DIGIT,
  /** White space or a control character. */
  SPACE,
  /** All else: signs, punctuation, emoji, unassigned code points. */
  OTHER;

  private static final CharacterKind[] TABLE = new CharacterKind[0x2000];

  static {
    for (int c = 0; c < TABLE.length; c++) {
      TABLE[c] = compute(c);
    }
  }

  /** Returns the kind of the code point {@code c}. */
  public static CharacterKind of(int c) {
    return c < TABLE.length ? TABLE[c] : compute(c);
  }

  /** Whether it is part of a word: a letter, a mark or a digit. */
  public boolean inWord() {
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
