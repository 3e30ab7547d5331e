package chatwarden.domain.policy;

/** A position in a pattern that moves to its end and never leaves it. Used by one thread. */
final class PatternCursor {

  private final String pattern;
  private int at;

  PatternCursor(String pattern) {
    this.pattern = pattern;
  }

  boolean isAtEnd() {
    return at == pattern.length();
  }

  int at() {
    return at;
  }

  /** Returns the next UTF-16 unit, which must exist. */
  char peek() {
    return pattern.charAt(at);
  }

  boolean sees(String text) {
    return pattern.startsWith(text, at);
  }

  void skip(int units) {
    at = Math.min(pattern.length(), at + units);
  }

  /** Returns the text before the next {@code end}; moves past that, or to the end. */
  String upTo(String end) {
    int found = pattern.indexOf(end, at);
    String before = pattern.substring(at, found < 0 ? pattern.length() : found);
    at = found < 0 ? pattern.length() : found + end.length();
    return before;
  }

  /** Returns whether {@code text} follows anywhere. */
  boolean willSee(String text) {
    return pattern.indexOf(text, at) >= 0;
  }

  /** Reads the next character, escaped or not; of a class such as {@code \d}, its letter. */
  int character() {
    int c = codePoint();
    if (c != '\\' || isAtEnd()) {
      return c;
    }
    int escaped = codePoint();
    boolean mayBrace = escaped == 'x' || escaped == 'p' || escaped == 'P';
    if (!mayBrace || !sees("{")) {
      return escaped;
    }
    skip(1);
    String inside = upTo("}");
    return escaped == 'x' ? hexadecimal(inside) : escaped;
  }

  private int codePoint() {
    int c = pattern.codePointAt(at);
    at += Character.charCount(c);
    return c;
  }

  private static int hexadecimal(String digits) {
    try {
      return Integer.parseInt(digits, 16);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
