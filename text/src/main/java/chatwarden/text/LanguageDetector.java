package chatwarden.text;

/**
 * Distinguishes Vietnamese, also without diacritics, from English in short chat lines, and both
 * from other languages in Latin script; each by a {@link LanguageScore}, {@code language.bin} and
 * {@code other-languages.bin} beside this class. Expects texts {@linkplain Normalizer#unmask
 * unmasked}. Safe for any thread.
 */
public final class LanguageDetector {
  /** The BCP 47 code of Vietnamese; also the answer where a text has no letters. */
  public static final String VIETNAMESE = "vi";

  /** The BCP 47 code of English. */
  public static final String ENGLISH = "en";

  private final LanguageScore vietnamese;
  private final LanguageScore other;

  /**
   * A detector.
   *
   * @param vietnamese positive for Vietnamese, negative for English
   * @param other positive for other languages, negative for Vietnamese and English
   */
  public LanguageDetector(LanguageScore vietnamese, LanguageScore other) {
    this.vietnamese = vietnamese;
    this.other = other;
  }

  /** Returns the detector that ships. */
  public static LanguageDetector standard() {
    return Shipped.DETECTOR;
  }

  /** Returns {@value #VIETNAMESE} or {@value #ENGLISH}, whichever is more probable. */
  public String detect(String text) {
    return probabilityOfVietnamese(text) >= 0.5 ? VIETNAMESE : ENGLISH;
  }

  /** Returns how probable it is that {@code text} is Vietnamese, in [0, 1]; 1 without letters. */
  public double probabilityOfVietnamese(String text) {
    return vietnamese.probability(text).orElse(1);
  }

  /**
   * Returns how probable it is that {@code text} is in neither language, in [0, 1], if half of all
   * texts were; 0 without letters.
   */
  public double probabilityOfOther(String text) {
    return other.probability(text).orElse(0);
  }

  /** Read when first asked for. */
  private static final class Shipped {
    static final LanguageDetector DETECTOR =
        new LanguageDetector(
            LanguageScore.read("language.bin"), LanguageScore.read("other-languages.bin"));
  }
}
