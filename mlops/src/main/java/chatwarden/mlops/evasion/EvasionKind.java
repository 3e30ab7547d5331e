package chatwarden.mlops.evasion;

/** A way of hiding a word from a filter while people still read it. */
public enum EvasionKind {
  /** All diacritics of the text left out. */
  DROPPED_DIACRITICS,
  /** Up to two words with a space between all letters. */
  SPACED_LETTERS,
  /** Up to two words with one and the same sign between all letters. */
  DOTTED_LETTERS,
  /** Letters within words replaced with digits and signs. */
  LEETSPEAK,
  /** Letters stretched. */
  REPEATED_LETTERS,
  /** Letters replaced with lookalikes of other scripts. */
  HOMOGLYPHS,
  /** Invisible characters between letters. */
  ZERO_WIDTH,
  /** Words replaced with their chat shorthand. */
  TEENCODE,
  /** Upper and lower case mixed. */
  MIXED_CASE,
  /** Another Unicode form: decomposed, or letters from the mathematical alphabets. */
  UNICODE_FORM
}
