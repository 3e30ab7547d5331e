package chatwarden.text;

import com.ibm.icu.text.Normalizer2;
import java.util.Arrays;

/**
 * The one normaliser of Chatwarden: every model sees text through it, in training and in service.
 *
 * <p>In this order it
 *
 * <ol>
 *   <li>folds case and form (Unicode NFKC_Casefold), which also drops zero-width characters;
 *   <li>replaces letters of other scripts that pose as Latin ones, by ICU's confusable skeletons,
 *       and letters on squares and circles; drops marks that no Vietnamese letter has;
 *   <li>replaces web addresses with {@value #URL} and mentions with {@value #MENTION}, and decodes
 *       the common HTML character references;
 *   <li>joins words that were spaced or dotted letter by letter or cut by one sign, and reads
 *       digits and signs within words as the letters that they replace ({@link Leetspeak});
 *   <li>squeezes repeated letters and signs, and expands chat shorthand ({@link Teencode}), unless
 *       it only {@linkplain #unmask unmasks};
 *   <li>parts tokens by single spaces where the text had white space or control characters.
 * </ol>
 *
 * <p>It accepts every string. Lone surrogates become U+FFFD. Texts that are canonically equal in
 * Unicode's sense, such as the NFC and NFD forms of one text, have equal results. Safe for any
 * thread; the time is linear in the text's length.
 */
public final class Normalizer {
  /** Replaces a web address. */
  public static final String URL = "<url>";

  /** Replaces a mention of another user. */
  public static final String MENTION = "<user>";

  private static final Normalizer2 COMPOSE = Normalizer2.getNFCInstance();
  private static final Normalizer STANDARD = new Normalizer();

  private Normalizer() {}

  /** Returns the normaliser that all shipped models were trained with. */
  public static Normalizer standard() {
    return STANDARD;
  }

  /** Returns {@code text} normalised, with every position mapped back to {@code text}. */
  public NormalizedText normalize(String text) {
    return rewritten(text, Teencode.standard());
  }

  /**
   * Returns {@code text} as a reader sees it, with every position mapped back to {@code text}: as
   * {@link #normalize} does, with shorthand as it was written. For models that read words in
   * context.
   */
  public NormalizedText unmask(String text) {
    return rewritten(text, Teencode.none());
  }

  /**
   * Returns whether {@code text} hides a word: by letters of other scripts or on squares and
   * circles, invisible characters within a word, letters that are parted one by one or by a sign,
   * or digits and signs in place of letters. Takes as long as {@link #unmask}.
   */
  public boolean isObfuscated(String text) {
    CodePointBuffer folded = fold(text);
    TokenRewriter tokens = new TokenRewriter(folded, Teencode.none());
    tokens.rewrite();
    return tokens.hasRevealed() || hidesLetters(text, folded);
  }

  /** Returns whether more than case and form was folded: never in a text of plain letters. */
  private static boolean hidesLetters(String text, CodePointBuffer folded) {
    if (CaseAndForm.foldPlain(text) != null) {
      return false;
    }
    CodePointBuffer composed = SegmentFold.fold(CodePointBuffer.of(text), COMPOSE::normalize);
    CodePointBuffer cased = CaseAndForm.fold(composed);
    return DisguisedLetters.areIn(text)
        || !Arrays.equals(cased.codePoints, 0, cased.size, folded.codePoints, 0, folded.size);
  }

  private static NormalizedText rewritten(String text, Teencode shorthand) {
    return new TokenRewriter(fold(text), shorthand)
        .rewrite()
        .toNormalizedText(text.codePointCount(0, text.length()));
  }

  /** The first two steps. */
  static CodePointBuffer fold(String text) {
    CodePointBuffer plain = CaseAndForm.foldPlain(text);
    if (plain != null) {
      return plain;
    }
    CodePointBuffer composed = SegmentFold.fold(CodePointBuffer.of(text), COMPOSE::normalize);
    Homoglyphs.revealL(composed);
    CodePointBuffer folded = Homoglyphs.toLatin(CaseAndForm.fold(Homoglyphs.toLatin(composed)));
    EnclosedLetters.free(folded);
    return OverlaidMarks.strip(folded);
  }
}
