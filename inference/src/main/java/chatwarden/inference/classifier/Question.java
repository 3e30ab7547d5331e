package chatwarden.inference.classifier;

import chatwarden.text.LanguageDetector;
import chatwarden.text.Normalizer;

/**
 * A text to classify, with the language to classify it in.
 *
 * @param text the text as sent
 * @param vietnamese the share of the answer that Vietnamese has, in [0, 1]; English has the rest
 */
public record Question(String text, double vietnamese) {

  /** Under this share, a language is not asked about. */
  private static final double LEAST_SHARE = 0.05;

  /** Checks the share. */
  public Question {
    if (!(vietnamese >= 0 && vietnamese <= 1)) {
      throw new IllegalArgumentException("vietnamese: " + vietnamese + " (expected: [0, 1])");
    }
  }

  /** Returns the question about a text in the language that it looks like, or in both in doubt. */
  public static Question inAnyLanguage(String text) {
    String unmasked = Normalizer.standard().unmask(text).text();
    double share = LanguageDetector.standard().probabilityOfVietnamese(unmasked);
    if (share < LEAST_SHARE) {
      share = 0;
    } else if (share > 1 - LEAST_SHARE) {
      share = 1;
    }
    return new Question(text, share);
  }

  /** Returns the question about a text in a language; one that is not Vietnamese is English. */
  public static Question in(String language, String text) {
    return new Question(text, language.equals(LanguageDetector.VIETNAMESE) ? 1 : 0);
  }

  /** Returns the same question about another text. */
  public Question with(String other) {
    return new Question(other, vietnamese);
  }

  /** Returns the language with the greater share. */
  public String likelierLanguage() {
    return vietnamese >= 0.5 ? LanguageDetector.VIETNAMESE : LanguageDetector.ENGLISH;
  }

  /** Returns the share that {@code language} has. */
  public double share(String language) {
    return language.equals(LanguageDetector.VIETNAMESE) ? vietnamese : 1 - vietnamese;
  }

  @Override
  public String toString() {
    return "Question[vietnamese=" + vietnamese + "]"; // Texts never reach a log.
  }
}
