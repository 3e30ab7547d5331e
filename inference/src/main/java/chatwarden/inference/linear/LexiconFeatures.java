package chatwarden.inference.linear;

/**
 * What the scores of a text's words come to, as steps: a value of 0.47 on a scale of tenths passes
 * the steps 1 to 4, each a feature. For one text at a time.
 */
final class LexiconFeatures {
  private static final int STEPS = 10;
  private static final int VIEW = FeatureView.LEXICON.ordinal();

  private final WordScores scores;
  private final ScoreTally plainWords = new ScoreTally();
  private final ScoreTally words = new ScoreTally();
  private float highestPair;

  LexiconFeatures(WordScores scores) {
    this.scores = scores;
  }

  void clear() {
    plainWords.clear();
    words.clear();
    highestPair = 0;
  }

  void plainWord(long hash) {
    plainWords.add(scores.score(hash));
  }

  void pair(long hash) {
    highestPair = Math.max(highestPair, scores.score(hash));
  }

  /**
   * Takes a word by its own score or, where it has none, by that of the word that is written like
   * it without diacritics. Returns that score.
   *
   * @param hash from {@link FeatureHasher#word}
   * @param plain the same of the word without diacritics
   */
  float word(long hash, long plain) {
    float score = scores.score(hash);
    if (score == 0 && plain != hash) {
      score = scores.score(plain);
    }
    words.add(score);
    return score;
  }

  void addTo(FeatureHashes features) {
    steps(1, plainWords.highest() * 10, features);
    steps(2, highestPair * 10, features);
    steps(3, plainWords.sum() * 2, features);
    steps(4, plainWords.marked(), features);
    steps(5, plainWords.stronglyMarked(), features);
    steps(6, plainWords.mean() * 12, features);
    steps(7, words.highest() * 10, features);
    steps(8, words.second() * 10, features);
    steps(9, words.sum() * 2, features);
    steps(10, words.marked(), features);
    steps(11, words.stronglyMarked(), features);
    steps(12, words.mean() * 12, features);
  }

  private static void steps(int kind, float value, FeatureHashes features) {
    int passed = Math.min(STEPS, (int) value);
    for (int step = 1; step <= passed; step++) {
      features.add(VIEW, FeatureHasher.mix((long) kind << 8 | step));
    }
  }
}
