package chatwarden.text;

import com.ibm.icu.text.Normalizer2;
import org.jspecify.annotations.Nullable;

/**
 * Unicode's NFKC_Casefold (UAX #44) over code points with their origins: lower case, compatibility
 * forms unified, default-ignorable code points (zero-width characters, variation selectors, soft
 * hyphens) dropped, composed. Canonically equal inputs give equal outputs.
 *
 * <p>Latin text and most emoji go through a table; only a sequence that may compose or expand
 * reaches ICU.
 */
final class CaseAndForm {
  private static final Normalizer2 FOLD = Normalizer2.getNFKCCasefoldInstance();
  private static final Normalizer2 DECOMPOSE = Normalizer2.getNFDInstance();
  private static final int TABLE_SIZE = 0x2000;

  /** The folded form of a code point by itself; 0 if that is not one BMP character. */
  private static final char[] SIMPLE = new char[TABLE_SIZE];

  private static final boolean[] STARTS_SEGMENT = new boolean[TABLE_SIZE];

  /** As {@link #SIMPLE}, without what {@link Homoglyphs} and {@link OverlaidMarks} change. */
  private static final char[] PLAIN = new char[TABLE_SIZE];

  private static final int FIRST_PICTURE = 0x1F000;
  private static final int LAST_PICTURE = 0x1FBFF;

  /** Whether a code point of the blocks of pictures stays as it is, whatever is around it. */
  private static final boolean[] PICTURE = new boolean[LAST_PICTURE - FIRST_PICTURE + 1];

  static {
    for (int c = 0; c < TABLE_SIZE; c++) {
      STARTS_SEGMENT[c] = FOLD.hasBoundaryBefore(c) && DECOMPOSE.hasBoundaryBefore(c);
      String folded = foldSegment(Character.toString(c));
      if (STARTS_SEGMENT[c] && folded.length() == 1) {
        SIMPLE[c] = folded.charAt(0);
        boolean plain =
            !Homoglyphs.mayPose(c)
                && !Homoglyphs.mayPose(SIMPLE[c])
                && !OverlaidMarks.isMarked(SIMPLE[c])
                && CharacterKind.of(c) != CharacterKind.MARK;
        PLAIN[c] = plain ? SIMPLE[c] : 0;
      }
    }
    for (int c = FIRST_PICTURE; c <= LAST_PICTURE; c++) {
      String picture = Character.toString(c);
      PICTURE[c - FIRST_PICTURE] =
          startsSegment(c) && foldSegment(picture).equals(picture) && !EnclosedLetters.isLetter(c);
    }
  }

  private CaseAndForm() {}

  /**
   * Returns {@code text} folded, or null unless it is plain: every code point folds on its own to
   * one, and none poses as another. That is what nearly all texts are.
   */
  static @Nullable CodePointBuffer foldPlain(String text) {
    int length = text.length();
    CodePointBuffer out = CodePointBuffer.ofOrigin(length);
    int[] codePoints = out.codePoints;
    int size = 0;
    for (int i = 0; i < length; i++) {
      char unit = text.charAt(i);
      int folded = unit < TABLE_SIZE ? PLAIN[unit] : 0;
      if (folded == 0) {
        folded = picture(text, i);
        if (folded == 0) {
          return null;
        }
        i++;
      }
      codePoints[size++] = folded;
    }
    out.size = size;
    return out;
  }

  /** Returns the picture whose surrogate pair is at {@code at}; 0 if none does. */
  private static int picture(String text, int at) {
    int c = text.codePointAt(at);
    return c >= FIRST_PICTURE && c <= LAST_PICTURE && PICTURE[c - FIRST_PICTURE] ? c : 0;
  }

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
        i = SegmentFold.segment(in, i, CaseAndForm::foldSegment, out);
      }
    }
    return out;
  }

  private static String foldSegment(String segment) {
    return FOLD.normalize(DECOMPOSE.normalize(segment));
  }

  /** Returns whether nothing before {@code c} can combine with it. */
  static boolean startsSegment(int c) {
    return c < TABLE_SIZE
        ? STARTS_SEGMENT[c]
        : FOLD.hasBoundaryBefore(c) && DECOMPOSE.hasBoundaryBefore(c);
  }
}
