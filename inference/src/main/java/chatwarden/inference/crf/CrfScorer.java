package chatwarden.inference.crf;

/**
 * Weighs the labels of texts by a CRF. One thread at a time; holds the memory for it, and remembers
 * words.
 */
public final class CrfScorer {

  /** Keeps exponentials finite whatever the weights. */
  private static final double MAX_SCORE = 300;

  private final CrfWeights weights;
  private final CrfEmissions emissions;
  private final Lattice lattice = new Lattice();
  private double[] begin = new double[64];
  private double[] inside = new double[64];

  /** A scorer by {@code weights}. */
  public CrfScorer(CrfWeights weights) {
    this.weights = weights;
    this.emissions = new CrfEmissions(weights);
  }

  /** Adds what the CRF says of {@code text}, at least one token, to {@code sum}. */
  public void add(TokenizedText text, double share, TokenMarginals sum) {
    score(text);
    lattice.run(text.count(), begin, inside, weights.steps());
    sum.add(share, lattice);
  }

  private void score(TokenizedText text) {
    int count = text.count();
    if (begin.length < count) {
      begin = new double[count + count / 2];
      inside = new double[count + count / 2];
    }
    emissions.read(text);
    for (int t = 0; t < count; t++) {
      long sum = emissions.sum(text, t);
      begin[t] = score(CrfWeights.begin(sum));
      inside[t] = score(CrfWeights.inside(sum));
    }
  }

  private double score(int weight) {
    return Math.clamp(weight * weights.scale(), -MAX_SCORE, MAX_SCORE);
  }
}
