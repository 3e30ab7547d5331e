package chatwarden.text;

/** How many of a run of equal letters stay: stretched words go back to their usual spelling. */
final class RepeatedLetters {
  /** From this length on a run is taken for stretched. */
  private static final int STRETCHED = 3;

  private RepeatedLetters() {}

  /** Returns how many of {@code count} equal letters {@code c} stay. */
  static int kept(int c, int count) {
    if (count < STRETCHED) {
      return count;
    }
    return isVowel(Diacritics.base(c)) ? 1 : 2;
  }

  private static boolean isVowel(int c) {
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
  }
}
