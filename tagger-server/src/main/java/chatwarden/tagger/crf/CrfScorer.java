package chatwarden.tagger.crf;

/** Weighs the labels of texts by a CRF. One thread at a time; holds the memory for it. */
public final class CrfScorer {

  /** Keeps exponentials finite whatever the weights. */
  private static final double MAX_SCORE = 300;

  private final CrfWeights weights;
  private final Lattice lattice = new Lattice();
  private double[] begin = new double[64];
  private double[] inside = new double[64];

  /** A scorer by {@code weights}. */
  public CrfScorer(CrfWeights weights) {
    this.weights = weights;
  }

  /** Adds what the CRF says of {@code text}, at least one token, to {@code sum}. */
  public void add(TokenizedText text, double share, TokenMarginals sum) {
    CrfFeatures features = CrfFeatures.of(text);
    score(features);
    lattice.run(features.count(), begin, inside, weights.steps());
    sum.add(share, lattice, weights.steps());
  }

  private void score(CrfFeatures features) {
    int count = features.count();
    if (begin.length < count) {
      begin = new double[count + count / 2];
      inside = new double[count + count / 2];
    }
    for (int t = 0; t < count; t++) {
      int end = features.offset(t + 1);
      int b = 0;
      int i = 0;
      for (int k = features.offset(t); k < end; k++) {
        int weight = weights.get(features.hash(k));
        b += weight >> 16;
        i += (short) weight;
      }
      begin[t] = Math.clamp(b * weights.scale(), -MAX_SCORE, MAX_SCORE);
      inside[t] = Math.clamp(i * weights.scale(), -MAX_SCORE, MAX_SCORE);
    }
  }
}
