package chatwarden.inference.crf;

/** What parts the words of a text for taggers. */
final class Spaces {

  private Spaces() {}

  /** Whether {@code c} is white space, that without line breaks included; no other control is. */
  static boolean isSpace(int c) {
    return c == ' ' || Character.isWhitespace(c) || Character.isSpaceChar(c);
  }
}
