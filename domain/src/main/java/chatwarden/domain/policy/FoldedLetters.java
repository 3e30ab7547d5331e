package chatwarden.domain.policy;

/**
 * The letters of a pattern whose case RE2/J is to fold, and the pattern with its ranges cut around
 * those that it cannot.
 *
 * <p>RE2/J 1.8 folds the nine letters from U+1C80 on for ever (google/re2j#168): it asks tables of
 * a Unicode that does not have them, and the JDK, which does. {@code (?i)[à-ỹ]} spans them. Used by
 * one thread.
 */
final class FoldedLetters {

  static final int FIRST_UNFOLDABLE = 0x1C80;
  static final int LAST_UNFOLDABLE = 0x1C88;

  private static final String AROUND =
      "-\\x{%X}\\x{%X}-".formatted(FIRST_UNFOLDABLE - 1, LAST_UNFOLDABLE + 1);

  private final String pattern;
  private final StringBuilder text = new StringBuilder();
  private int copied;
  private boolean folds;
  private long folded;
  private boolean unfoldable;

  FoldedLetters(String pattern) {
    this.pattern = pattern;
  }

  /** Reads flags of the pattern; they count for the rest, also after their group. */
  void flags(String flags) {
    folds |= flags.indexOf('i') >= 0;
  }

  void single(int character) {
    unfoldable |= folds && isUnfoldable(character);
  }

  /** Reads a range of a class, whose dash is at the index {@code dash} of the pattern. */
  void range(int least, int most, int dash) {
    single(least);
    single(most);
    folded += folds ? Math.max(0, most - least) : 0;
    if (folds && least < FIRST_UNFOLDABLE && most > LAST_UNFOLDABLE) {
      text.append(pattern, copied, dash).append(AROUND);
      copied = dash + 1;
    }
  }

  /** Returns the pattern with its ranges cut, once all of it is read. */
  String text() {
    return text.append(pattern, copied, pattern.length()).toString();
  }

  /** Returns the number of characters in the ranges. */
  long folded() {
    return folded;
  }

  /** Returns whether an unfoldable letter is named alone or at the end of a range. */
  boolean unfoldable() {
    return unfoldable;
  }

  private static boolean isUnfoldable(int c) {
    return c >= FIRST_UNFOLDABLE && c <= LAST_UNFOLDABLE;
  }
}
