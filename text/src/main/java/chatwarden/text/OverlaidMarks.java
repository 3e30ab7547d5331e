package chatwarden.text;

import com.ibm.icu.text.Normalizer2;

/**
 * Marks laid over Latin letters to hide them from filters: strokes, dots and everything else that
 * no Vietnamese letter has, and all marks of a letter that has more than three. Other scripts need
 * their marks and keep them.
 */
final class OverlaidMarks {
  private static final Normalizer2 NFC = Normalizer2.getNFCInstance();
  private static final Normalizer2 NFD = Normalizer2.getNFDInstance();

  /** Grave, acute, tilde, hook above, dot below; circumflex, breve, horn. */
  private static final String VIETNAMESE = "\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b";

  /** How many marks after a letter, beside those composed with it, are laid over it. */
  private static final int MOST_MARKS = 3;

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
    int marks = 0;
    for (int i = 0; i < folded.size; i++) {
      int c = folded.codePoints[i];
      boolean mark = CharacterKind.of(c) == CharacterKind.MARK;
      if (mark && out.size > 0 && takesNoMark(out.last())) {
        out.ends[out.size - 1] = folded.ends[i];
        marks++;
        if (marks == MOST_MARKS && isLatin(out.last())) {
          out.codePoints[out.size - 1] = Diacritics.base(out.last());
        }
      } else {
        out.add(c < PLAIN.length ? PLAIN[c] : c, folded.starts[i], folded.ends[i]);
        marks = 0;
      }
    }
    return out;
  }

  /** Returns whether the folded letter {@code c} has such a mark. */
  static boolean isMarked(int c) {
    return c < PLAIN.length && PLAIN[c] != c;
  }

  private static boolean takesNoMark(int c) {
    CharacterKind kind = CharacterKind.of(c);
    return kind == CharacterKind.OTHER || (isLatin(c) && kind != CharacterKind.SPACE);
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
