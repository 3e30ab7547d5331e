package chatwarden.inference.edit;

import java.text.Normalizer;
import java.util.Locale;

/**
 * A word as the tokenizer parts a text: a run without spaces, with every punctuation mark and every
 * digit alone. It is the unit that an edit keeps, deletes or replaces.
 *
 * @param start its first code point in the text
 * @param end the code point after its last
 * @param firstToken the place of its first token; place 0 is the token before the text
 * @param tokens how many tokens it has
 */
record TextWord(int start, int end, String text, int firstToken, int tokens) {

  /** Returns the word composed and in lower case, as the lists of words have theirs. */
  String plain() {
    return plain(text);
  }

  static String plain(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }

  /** Returns whether its first code point is a letter or a digit. */
  boolean beginsAlphanumeric() {
    return Character.isLetterOrDigit(text.codePointAt(0));
  }

  /** Returns whether it is written like a name: each run of letters begins with a capital alone. */
  boolean isTitle() {
    return isTitle(text);
  }

  static boolean isTitle(String text) {
    boolean cased = false;
    boolean afterCased = false;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      boolean upper = Character.isUpperCase(c) || Character.isTitleCase(c);
      boolean lower = Character.isLowerCase(c);
      if (upper && afterCased || lower && !afterCased) {
        return false;
      }
      afterCased = upper || lower;
      cased |= afterCased;
      i += Character.charCount(c);
    }
    return cased;
  }

  /** Returns whether a text has capitals and no letter in lower case. */
  static boolean isShouted(String text) {
    return text.codePoints().anyMatch(Character::isUpperCase)
        && text.codePoints().noneMatch(Character::isLowerCase);
  }

  @Override
  public String toString() {
    return "TextWord[" + start + ", " + end + "]"; // Texts never reach a log.
  }
}
