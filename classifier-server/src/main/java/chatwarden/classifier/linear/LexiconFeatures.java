package chatwarden.classifier.linear;

/**
 * What the scores of a text's words come to, as steps: a value of 0.47 on a scale of tenths passes
 * the steps 1 to 4, each a feature. For one text at a time.
 */
final class LexiconFeatures {
  private static final int STEPS = 10;
  private static final float MARKED = 0.3f;
  private static final float STRONGLY_MARKED = 0.6f;
  private static final int VIEW = FeatureView.LEXICON.ordinal();

  private final WordScores scores;
  private float highest;
  private float highestPair;
  private float sum;
  private int marked;
  private int stronglyMarked;
  private int words;

  LexiconFeatures(WordScores scores) {
    this.scores = scores;
  }

  void clear() {
    highest = 0;
    highestPair = 0;
    sum = 0;
    marked = 0;
    stronglyMarked = 0;
    words = 0;
  }

  void word(long hash) {
    float score = scores.score(hash);
    words++;
    sum += score;
    highest = Math.max(highest, score);
    marked += score > MARKED ? 1 : 0;
    stronglyMarked += score > STRONGLY_MARKED ? 1 : 0;
  }

  void pair(long hash) {
    highestPair = Math.max(highestPair, scores.score(hash));
  }

  void addTo(FeatureHashes features) {
    if (sum == 0 && highestPair == 0) {
      return;
    }
    steps(1, highest * 10, features);
    steps(2, highestPair * 10, features);
    steps(3, sum * 2, features);
    steps(4, marked, features);
    steps(5, stronglyMarked, features);
    steps(6, sum / words * 12, features);
  }

  private static void steps(int kind, float value, FeatureHashes features) {
    int passed = Math.min(STEPS, (int) value);
    for (int step = 1; step <= passed; step++) {
      features.add(VIEW, FeatureHasher.mix((long) kind << 8 | step));
    }
  }
}
