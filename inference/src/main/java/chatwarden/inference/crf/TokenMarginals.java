package chatwarden.inference.crf;

/**
 * How likely a span begins at every token of one text or goes on there, and how likely the text has
 * no span: of one model, or the mean of several. One thread at a time; grows with the longest text
 * it has held.
 */
public final class TokenMarginals {

  private static final double SURE = 1e-9;

  private double[] begin = new double[64];
  private double[] inside = new double[64];
  private double clean;
  private int count;

  /** Clears itself; everything of a text with {@code count} tokens is 0. */
  public void clear(int count) {
    if (begin.length < count) {
      begin = new double[count + count / 2];
      inside = new double[count + count / 2];
    }
    for (int t = 0; t < count; t++) {
      begin[t] = 0;
      inside[t] = 0;
    }
    this.count = count;
    clean = 0;
  }

  /**
   * Adds what {@code lattice} has just weighed, {@code share} times; the shares of all additions
   * make 1.
   */
  public void add(double share, Lattice lattice) {
    if (lattice.count() != count) {
      throw new IllegalArgumentException(
          "lattice: " + lattice.count() + " tokens (expected: " + count + ")");
    }
    for (int t = 0; t < count; t++) {
      begin[t] += share * lattice.begin(t);
      inside[t] += share * lattice.inside(t);
    }
    clean += share * lattice.clean();
  }

  /**
   * Lets another judge of the whole text have a say on whether it has a span; the probabilities of
   * tokens, given that it has one, stay as they are.
   *
   * @param vote weighs what the tokens and what the other say
   * @param other how likely the text has no span, as the other has it
   */
  public void judge(TextVote vote, double other) {
    double dirty = 1 - clean;
    if (dirty < SURE) {
      return; // No token can be marked, so there is nothing to be more or less likely.
    }
    clean = vote.clean(clean, other, count);
    double factor = (1 - clean) / dirty;
    for (int t = 0; t < count; t++) {
      begin[t] *= factor;
      inside[t] *= factor;
    }
  }

  /** The number of tokens. */
  public int count() {
    return count;
  }

  /** The probability that a span begins at {@code token}. */
  public double begin(int token) {
    return begin[token];
  }

  /** The probability that {@code token} continues a span. */
  public double inside(int token) {
    return inside[token];
  }

  /** The probability that no token is in a span. */
  public double clean() {
    return clean;
  }
}
