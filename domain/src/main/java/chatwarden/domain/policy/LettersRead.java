package chatwarden.domain.policy;

import chatwarden.text.CharacterKind;

/**
 * Counts the characters of a possible match by how they were read.
 *
 * @param letters characters that the phrase has itself
 * @param zeros zeros read as letters
 * @param digits other digits read as letters
 */
record LettersRead(int letters, int zeros, int digits) {

  static final LettersRead NONE = new LettersRead(0, 0, 0);

  LettersRead letter() {
    return new LettersRead(letters + 1, zeros, digits);
  }

  /** With {@code written}, a digit or a sign, read as a letter. */
  LettersRead instead(int written) {
    if (CharacterKind.of(written) != CharacterKind.DIGIT) {
      return letter();
    }
    return written == '0'
        ? new LettersRead(letters, zeros + 1, digits)
        : new LettersRead(letters, zeros, digits + 1);
  }

  /**
   * Returns whether these are letters rather than a number: digits count as letters only among as
   * many letters, at least two; zeros alone among any.
   */
  boolean areLetters() {
    return digits == 0 ? zeros == 0 || letters > 0 : letters > 1 && letters >= zeros + digits;
  }
}
