package chatwarden.text;

import com.ibm.icu.text.Normalizer2;

/**
 * Unicode's NFKC_Casefold (UAX #44) over code points with their origins: lower case, compatibility
 * forms unified, default-ignorable code points (zero-width characters, variation selectors, soft
 * hyphens) dropped, composed. Canonically equal inputs give equal outputs.
 *
 * <p>Latin text goes through a table; only a sequence that may compose or expand reaches ICU.
 */
final class CaseAndForm {
  private static final Normalizer2 FOLD = Normalizer2.getNFKCCasefoldInstance();
  private static final Normalizer2 DECOMPOSE = Normalizer2.getNFDInstance();
  private static final int TABLE_SIZE = 0x2000;

  /** What a code point folds to when it stands alone; 0 if that is not one BMP character. */
  private static final char[] SIMPLE = new char[TABLE_SIZE];

  private static final boolean[] STARTS_SEGMENT = new boolean[TABLE_SIZE];

  static {
    for (int c = 0; c < TABLE_SIZE; c++) {
      STARTS_SEGMENT[c] = FOLD.hasBoundaryBefore(c) && DECOMPOSE.hasBoundaryBefore(c);
      String folded = foldSegment(Character.toString(c));
      if (STARTS_SEGMENT[c] && folded.length() == 1) {
        SIMPLE[c] = folded.charAt(0);
      }
    }
  }

  private CaseAndForm() {}

  static CodePointBuffer fold(CodePointBuffer in) {
    CodePointBuffer out = new CodePointBuffer(in.size + 8);
    int size = in.size;
    for (int i = 0; i < size; ) {
      int c = in.codePoints[i];
      boolean alone = i + 1 == size || startsSegment(in.codePoints[i + 1]);
      if (alone && c < TABLE_SIZE && SIMPLE[c] != 0) {
        out.add(SIMPLE[c], in.starts[i], in.ends[i]);
        i++;
      } else {
        i = foldSegment(in, i, out);
      }
    }
    return out;
  }

  private static int foldSegment(CodePointBuffer in, int from, CodePointBuffer out) {
    int to = from + 1;
    while (to < in.size && !startsSegment(in.codePoints[to])) {
      to++;
    }
    int start = in.starts[from];
    int end = in.ends[to - 1];
    String folded = foldSegment(in.slice(from, to));
    for (int i = 0; i < folded.length(); ) {
      int c = folded.codePointAt(i);
      out.add(c, start, end);
      i += Character.charCount(c);
    }
    return to;
  }

  private static String foldSegment(String segment) {
    return FOLD.normalize(DECOMPOSE.normalize(segment));
  }

  /** Tells whether nothing before {@code c} can combine with it. */
  static boolean startsSegment(int c) {
    return c < TABLE_SIZE
        ? STARTS_SEGMENT[c]
        : FOLD.hasBoundaryBefore(c) && DECOMPOSE.hasBoundaryBefore(c);
  }
}
