package chatwarden.inference.linear;

/**
 * A family of features. The values of one view are scaled to unit length over a text, so that each
 * view speaks with the same voice whatever the length of the text; those of {@link #LEXICON} are
 * taken as they are.
 */
public enum FeatureView {
  /** Runs of 1 to 3 words, and runs of one sign. */
  WORDS,
  /** Runs of 2 to 6 characters within a word, its borders included. */
  CHARACTERS,
  /** As {@link #WORDS}, without diacritics. */
  PLAIN_WORDS,
  /** As {@link #CHARACTERS}, without diacritics. */
  PLAIN_CHARACTERS,
  /** What the {@link WordScores} of the text's words come to. */
  LEXICON;

  static final int COUNT = values().length;

  /** Returns whether the values of this view are scaled to unit length over a text. */
  public boolean scaled() {
    return this != LEXICON;
  }
}
