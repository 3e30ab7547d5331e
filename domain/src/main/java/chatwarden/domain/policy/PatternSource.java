package chatwarden.domain.policy;

import java.text.Normalizer;
import java.text.Normalizer.Form;

/**
 * A pattern of a rule, ready to be compiled: in NFC, and with its ranges cut around the letters
 * that RE2/J cannot fold.
 *
 * @param text the pattern to compile
 * @param product the greatest product of the counts of repetitions inside each other, at least 1
 * @param length how many characters, classes and assertions it has once all repetitions are written
 *     out
 * @param folded how many characters its ranges hold whose case is to be folded
 * @param unfoldable whether it names a letter, without regard to case, that RE2/J cannot fold:
 *     compiling it would never end
 */
record PatternSource(String text, long product, long length, long folded, boolean unfoldable) {

  /** Returns the source of a pattern as given; an invalid pattern stays invalid. */
  static PatternSource of(String given) {
    return new PatternScan(composed(given)).scan();
  }

  /** A text in the form in which patterns are found in it. */
  static String composed(String text) {
    return Normalizer.normalize(text, Form.NFC);
  }
}
