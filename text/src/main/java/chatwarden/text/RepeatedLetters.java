package chatwarden.text;

/** How many of a run of equal letters stay: stretched words go back to their usual spelling. */
final class RepeatedLetters {
  /** From this length on a run is taken for stretched. */
  static final int STRETCHED = 3;

  private RepeatedLetters() {}

  /**
   * Returns how many of {@code count} equal letters {@code c} stay. Of a stretched consonant two
   * stay where a spelling may double it, as in English between vowels ({@code pussy}) and for some
   * at the end ({@code hell}); elsewhere one.
   *
   * @param before the letter before the run; 0 at the start of a word
   * @param after the letter after the run; 0 at the end of a word
   */
  static int kept(int c, int count, int before, int after) {
    if (count < STRETCHED) {
      return count;
    }
    boolean doubled =
        !isVowel(Diacritics.base(c))
            && isPlainVowel(before)
            && (after == 0 ? c == 's' || c == 'l' || c == 'f' || c == 'z' : isPlainVowel(after));
    return doubled ? 2 : 1;
  }

  /** Words with marks are Vietnamese, whose consonants are never doubled. */
  private static boolean isPlainVowel(int c) {
    return c < 0x80 && isVowel(c);
  }

  static boolean isVowel(int c) {
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
  }
}
