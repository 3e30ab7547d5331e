package chatwarden.inference.linear;

/**
 * How offensive words and pairs of words are, whatever the text around them: words as they are
 * written, and words and pairs without diacritics.
 */
@FunctionalInterface
public interface WordScores {
  /** Knows no word. */
  WordScores NONE = hash -> 0;

  /**
   * Returns the score, in [0, 1], of a word or of a pair of words; 0 for one that is not known.
   *
   * @param hash from {@link FeatureHasher#word}, {@link FeatureHasher#plainWord} or {@link
   *     FeatureHasher#pair}
   */
  float score(long hash);
}
