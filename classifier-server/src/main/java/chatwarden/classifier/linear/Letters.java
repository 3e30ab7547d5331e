package chatwarden.classifier.linear;

/** Which code points make up words. */
final class Letters {
  private static final boolean[] TABLE = new boolean[0x2000];

  static {
    for (int c = 0; c < TABLE.length; c++) {
      TABLE[c] = compute(c);
    }
  }

  private Letters() {}

  static boolean isInWord(int c) {
    return c < TABLE.length ? TABLE[c] : compute(c);
  }

  private static boolean compute(int c) {
    int type = Character.getType(c);
    return Character.isLetterOrDigit(c)
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
  }
}
