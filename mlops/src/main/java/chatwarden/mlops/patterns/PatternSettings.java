package chatwarden.mlops.patterns;

/**
 * How patterns are learned.
 *
 * @param members how many networks there are, whose answers are averaged; 0 for no patterns
 * @param count how many patterns of each length a network has
 * @param dimensions of the embeddings of words while learning
 * @param minDocuments in how many texts a word must stand
 * @param spelling how much what a word is spelled with counts beside the word; 0 for nothing
 * @param weight how much the networks' log probabilities count beside the linear scores
 * @param epochs how often every text is seen
 * @param batch how many texts a step takes
 * @param rate the size of the first step; the last is near 0
 * @param patternDropout the share of patterns that a text does without
 * @param wordDropout the share of the keys of words that a text does without
 */
public record PatternSettings(
    int members,
    int count,
    int dimensions,
    int minDocuments,
    float spelling,
    double weight,
    int epochs,
    int batch,
    float rate,
    float patternDropout,
    float wordDropout) {
  public PatternSettings {
    if (members < 0 || count < 1 || dimensions < 1 || epochs < 1 || batch < 1) {
      throw new IllegalArgumentException(
          "members, count, dimensions, epochs, batch: %d, %d, %d, %d, %d (expected: positive)"
              .formatted(members, count, dimensions, epochs, batch));
    }
    if (!(spelling >= 0)) {
      throw new IllegalArgumentException("spelling: " + spelling + " (expected: >= 0)");
    }
    if (!(patternDropout >= 0 && patternDropout < 1 && wordDropout >= 0 && wordDropout < 1)) {
      throw new IllegalArgumentException(
          "dropout: " + patternDropout + ", " + wordDropout + " (expected: in [0, 1))");
    }
  }

  /**
   * Those of the shipped models.
   *
   * @param members how many networks there are
   * @param spelling how much what a word is spelled with counts beside the word
   * @param weight how much the networks count beside the linear scores
   */
  public static PatternSettings standard(int members, float spelling, double weight) {
    return new PatternSettings(members, 32, 32, 2, spelling, weight, 5, 32, 2e-3f, 0.4f, 0.2f);
  }
}
