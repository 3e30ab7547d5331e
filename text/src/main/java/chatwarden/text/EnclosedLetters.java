package chatwarden.text;

import java.util.Locale;
import java.util.Set;

/**
 * White letters on black circles and squares, and letters in dotted squares, which Unicode takes
 * for symbols. Letters on white are unfolded by NFKC. Pairs in dotted squares that name a country
 * are flags and stay.
 */
final class EnclosedLetters {
  private static final int FIRST_CIRCLED = 0x1F150;
  private static final int FIRST_SQUARED = 0x1F170;
  private static final int FIRST_DOTTED = 0x1F1E6;
  private static final int LETTERS = 26;

  private static final Set<String> COUNTRIES =
      Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

  private EnclosedLetters() {}

  /** Returns whether {@code c} is one, be it of a flag or not. */
  static boolean isLetter(int c) {
    return isWithin(c, FIRST_CIRCLED) || isWithin(c, FIRST_SQUARED) || isWithin(c, FIRST_DOTTED);
  }

  private static boolean isWithin(int c, int first) {
    return c >= first && c < first + LETTERS;
  }

  /** Replaces them by small letters. */
  static void free(CodePointBuffer text) {
    for (int i = 0; i < text.size; i++) {
      int c = text.codePoints[i];
      if (isWithin(c, FIRST_CIRCLED)) {
        text.codePoints[i] = 'a' + c - FIRST_CIRCLED;
      } else if (isWithin(c, FIRST_SQUARED)) {
        text.codePoints[i] = 'a' + c - FIRST_SQUARED;
      } else if (isWithin(c, FIRST_DOTTED)) {
        i = freeDotted(text, i) - 1;
      }
    }
  }

  /** Replaces a run of letters in dotted squares unless all its pairs are flags. */
  private static int freeDotted(CodePointBuffer text, int from) {
    int end = from;
    while (end < text.size && isWithin(text.codePoints[end], FIRST_DOTTED)) {
      end++;
    }
    boolean flags = (end - from) % 2 == 0;
    for (int i = from; flags && i < end; i += 2) {
      flags = COUNTRIES.contains(capital(text.codePoints[i]) + capital(text.codePoints[i + 1]));
    }
    for (int i = from; !flags && i < end; i++) {
      text.codePoints[i] = 'a' + text.codePoints[i] - FIRST_DOTTED;
    }
    return end;
  }

  private static String capital(int dotted) {
    return Character.toString('A' + dotted - FIRST_DOTTED);
  }
}
