package chatwarden.text;

/** Makes texts that UTF-8 can hold of any strings. */
public final class WellFormed {

  private WellFormed() {}

  /** Returns a text with its lone surrogates replaced by U+FFFD: as many code points. */
  public static String of(String text) {
    StringBuilder formed = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(formed::appendCodePoint);
    return formed.toString();
  }
}
