package chatwarden.text;

import com.ibm.icu.text.Normalizer2;

/** Text without its diacritics, as it is typed in a hurry: {@code đường} becomes {@code duong}. */
public final class Diacritics {
  private static final Normalizer2 DECOMPOSE = Normalizer2.getNFDInstance();
  private static final Normalizer2 COMPOSE = Normalizer2.getNFCInstance();
  private static final char[] BASE = new char[0x2000];

  static {
    for (int c = 0; c < BASE.length; c++) {
      BASE[c] = (char) computeBase(c);
    }
  }

  private Diacritics() {}

  /**
   * Returns {@code text} in NFC without non-spacing marks, {@code đ} as {@code d} and {@code Đ} as
   * {@code D}. Case and everything else stay.
   */
  public static String strip(String text) {
    String decomposed = DECOMPOSE.normalize(text);
    StringBuilder stripped = new StringBuilder(decomposed.length());
    for (int i = 0; i < decomposed.length(); ) {
      int c = decomposed.codePointAt(i);
      if (Character.getType(c) != Character.NON_SPACING_MARK) {
        stripped.appendCodePoint(withoutStroke(c));
      }
      i += Character.charCount(c);
    }
    return COMPOSE.normalize(stripped);
  }

  /**
   * Returns the base letter of one code point of a composed (NFC) text, or the code point itself
   * where it has none; 0 for a non-spacing mark, which disappears once stripped. Where stripping
   * leaves more than one code point, which no Latin, Greek or Cyrillic letter does, it is the first
   * of them.
   */
  public static int base(int codePoint) {
    return codePoint < BASE.length ? BASE[codePoint] : computeBase(codePoint);
  }

  private static int computeBase(int c) {
    if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
      return c;
    }
    String stripped = strip(Character.toString(c));
    return stripped.isEmpty() ? 0 : stripped.codePointAt(0);
  }

  private static int withoutStroke(int c) {
    return c == 'đ' ? 'd' : c == 'Đ' ? 'D' : c;
  }
}
