package chatwarden.text;

/**
 * The language of a text as it looks when it is {@linkplain Normalizer#unmask unmasked}:
 * Vietnamese, English, or one that no model knows. Safe for any thread.
 */
public final class TextLanguage {
  /** The answer for a text in another language, as BCP 47 has it. */
  public static final String UNKNOWN = "und";

  private static final double SURE = 0.95;

  private TextLanguage() {}

  /**
   * Returns {@value LanguageDetector#VIETNAMESE} or {@value LanguageDetector#ENGLISH}, whichever is
   * more probable; {@value #UNKNOWN} where most letters are of a script other than Latin, and where
   * several words are in another language with a probability of at least {@value #SURE}.
   */
  public static String of(String text) {
    String unmasked = Normalizer.standard().unmask(text).text();
    LanguageDetector detector = LanguageDetector.standard();
    boolean unknown =
        isOfOtherScript(unmasked)
            || (unmasked.indexOf(' ') > 0 && detector.probabilityOfOther(unmasked) >= SURE);
    return unknown ? UNKNOWN : detector.detect(unmasked);
  }

  private static boolean isOfOtherScript(String text) {
    int latin = 0;
    int other = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (CharacterKind.of(c) == CharacterKind.LETTER) {
        switch (Character.UnicodeScript.of(c)) {
          case LATIN -> latin++;
          case COMMON, INHERITED -> {}
          default -> other++;
        }
      }
      i += Character.charCount(c);
    }
    return other > latin;
  }
}
