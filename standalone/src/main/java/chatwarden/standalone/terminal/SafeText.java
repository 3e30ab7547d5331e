package chatwarden.standalone.terminal;

/**
 * Text from outside as a terminal may show it: a comment must not move the cursor, change colours
 * or turn the reading direction of what follows.
 */
public final class SafeText {
  private SafeText() {}

  /**
   * The text with control characters, line breaks and direction overrides replaced by {@code
   * U+FFFD} or a space.
   */
  public static String of(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().map(SafeText::shown).forEach(safe::appendCodePoint);
    return safe.toString();
  }

  private static int shown(int codePoint) {
    if (codePoint == '\n' || codePoint == '\r' || codePoint == '\t') {
      return ' ';
    }
    boolean turnsDirection =
        codePoint >= 0x202A && codePoint <= 0x202E || codePoint >= 0x2066 && codePoint <= 0x2069;
    return Character.getType(codePoint) == Character.CONTROL
            || Character.getType(codePoint) == Character.SURROGATE
            || Character.getType(codePoint) == Character.LINE_SEPARATOR
            || Character.getType(codePoint) == Character.PARAGRAPH_SEPARATOR
            || turnsDirection
        ? 0xFFFD
        : codePoint;
  }
}
