package chatwarden.inference.neural;

/** What a {@link SpanNetwork} says of a batch. */
final class TokenScores {

  /** Keeps exponentials finite whatever the network. */
  private static final double MAX_SCORE = 300;

  private final float[] scores;
  private final int longest;
  private final int texts;

  TokenScores(float[] scores, int longest, int texts) {
    this.scores = scores;
    this.longest = longest;
    this.texts = texts;
  }

  /** Copies the scores of the first {@code count} tokens of {@code text} by {@code member}. */
  void copy(int member, int text, int count, double[] begin, double[] inside) {
    for (int t = 0; t < count; t++) {
      int at = ((member * longest + t) * texts + text) * 2;
      begin[t] = Math.clamp(scores[at], -MAX_SCORE, MAX_SCORE);
      inside[t] = Math.clamp(scores[at + 1], -MAX_SCORE, MAX_SCORE);
    }
  }
}
