package chatwarden.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.Normalizer2;

/**
 * The forms of a text that rules are matched on, with every position mapped back to the text. They
 * accept every string; lone surrogates become U+FFFD. Texts that are canonically equal in Unicode's
 * sense have equal forms. Safe for any thread; the time is linear in the text's length.
 */
public enum MatchForm {
  /** NFC. */
  COMPOSED {
    @Override
    CodePointBuffer fold(String text) {
      return SegmentFold.fold(CodePointBuffer.of(text), NFC::normalize);
    }
  },

  /** The text as it was written, but for case, full width and zero-width characters. In NFC. */
  WRITTEN {
    @Override
    CodePointBuffer fold(String text) {
      return SegmentFold.fold(CodePointBuffer.of(text), MatchForm::written);
    }
  },

  /**
   * The text as it looks: case and compatibility forms folded as for the models, letters of other
   * scripts, in squares and in circles read as the Latin ones that they look like, and without the
   * marks that no Vietnamese letter has.
   */
  LOOSE {
    @Override
    CodePointBuffer fold(String text) {
      return Normalizer.fold(text);
    }
  };

  private static final Normalizer2 NFC = Normalizer2.getNFCInstance();
  private static final Normalizer2 NFD = Normalizer2.getNFDInstance();
  private static final int FULL_WIDTH = 0xFEE0;

  /** Returns {@code text} in this form. */
  public NormalizedText of(String text) {
    return fold(text).toNormalizedText(text.codePointCount(0, text.length()));
  }

  abstract CodePointBuffer fold(String text);

  private static String written(String segment) {
    StringBuilder visible = new StringBuilder(segment.length());
    NFD.normalize(segment)
        .codePoints()
        .filter(c -> !UCharacter.hasBinaryProperty(c, UProperty.DEFAULT_IGNORABLE_CODE_POINT))
        .map(c -> c >= 0xFF01 && c <= 0xFF5E ? c - FULL_WIDTH : c)
        .forEach(visible::appendCodePoint);
    return NFC.normalize(UCharacter.foldCase(visible.toString(), UCharacter.FOLD_CASE_DEFAULT));
  }
}
