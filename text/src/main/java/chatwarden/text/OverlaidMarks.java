package chatwarden.text;

import com.ibm.icu.text.Normalizer2;

/**
 * Marks laid over Latin letters to hide them from filters: strokes, dots and everything else that
 * no Vietnamese letter has. Other scripts need their marks and keep them.
 */
final class OverlaidMarks {
  private static final Normalizer2 NFC = Normalizer2.getNFCInstance();
  private static final Normalizer2 NFD = Normalizer2.getNFDInstance();

  /** Grave, acute, tilde, hook above, dot below; circumflex, breve, horn. */
  private static final String VIETNAMESE = "\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b";

  private static final int LATIN_END = 0x250;
  private static final int LATIN_ADDITIONAL = 0x1E00;
  private static final int LATIN_ADDITIONAL_END = 0x1F00;
  private static final char[] PLAIN = new char[LATIN_ADDITIONAL_END];

  static {
    for (int c = 0; c < PLAIN.length; c++) {
      PLAIN[c] = (char) (isLatin(c) ? computePlain(c) : c);
    }
  }

  private OverlaidMarks() {}

  /** Returns {@code folded} without them; a mark's place goes to the letter before it. */
  static CodePointBuffer strip(CodePointBuffer folded) {
    CodePointBuffer out = new CodePointBuffer(folded.size);
    for (int i = 0; i < folded.size; i++) {
      int c = folded.codePoints[i];
      boolean mark = CharacterKind.of(c) == CharacterKind.MARK;
      if (mark && out.size > 0 && takesNoMark(out.last())) {
        out.ends[out.size - 1] = folded.ends[i];
      } else {
        out.add(c < PLAIN.length ? PLAIN[c] : c, folded.starts[i], folded.ends[i]);
      }
    }
    return out;
  }

  private static boolean takesNoMark(int c) {
    return isLatin(c) || CharacterKind.of(c) == CharacterKind.OTHER;
  }

  private static boolean isLatin(int c) {
    return c < LATIN_END || (c >= LATIN_ADDITIONAL && c < LATIN_ADDITIONAL_END);
  }

  private static int computePlain(int c) {
    String parts = NFD.normalize(Character.toString(c));
    int base = parts.codePointAt(0);
    if (parts.length() == 1 || base < 'a' || base > 'z') {
      return c;
    }
    StringBuilder plain = new StringBuilder().appendCodePoint(base);
    parts
        .chars()
        .skip(1)
        .filter(mark -> "aeiouy".indexOf(base) >= 0 && VIETNAMESE.indexOf(mark) >= 0)
        .forEach(mark -> plain.append((char) mark));
    String composed = NFC.normalize(plain);
    return composed.length() == 1 ? composed.charAt(0) : base;
  }
}
