package chatwarden.inference.linear;

/** What the scores of a text's words come to. For one text at a time. */
final class ScoreTally {
  private static final float MARKED = 0.3f;
  private static final float STRONGLY_MARKED = 0.6f;

  private float highest;
  private float second;
  private float sum;
  private int marked;
  private int stronglyMarked;
  private int words;

  void clear() {
    highest = 0;
    second = 0;
    sum = 0;
    marked = 0;
    stronglyMarked = 0;
    words = 0;
  }

  void add(float score) {
    words++;
    sum += score;
    second = Math.max(second, Math.min(highest, score));
    highest = Math.max(highest, score);
    marked += score > MARKED ? 1 : 0;
    stronglyMarked += score > STRONGLY_MARKED ? 1 : 0;
  }

  float highest() {
    return highest;
  }

  float second() {
    return second;
  }

  float sum() {
    return sum;
  }

  /** How many scores are above 0.3. */
  int marked() {
    return marked;
  }

  /** How many scores are above 0.6. */
  int stronglyMarked() {
    return stronglyMarked;
  }

  float mean() {
    return words == 0 ? 0 : sum / words;
  }
}
