package chatwarden.tagger.crf;

/**
 * How likely a text has no span at all, by a logistic regression over its {@link TextFeatures}:
 * each of n features counts 1 / sqrt(n), so that long texts are no surer than short ones.
 *
 * <p>Its weights are kept as those of a CRF: a feature's weight is that of begin, and the step from
 * outside to begin is what is added whatever the text. One thread at a time.
 */
public final class TextScorer {

  private final CrfWeights weights;
  private final TextFeatures features = new TextFeatures();

  /** A scorer by {@code weights}. */
  public TextScorer(CrfWeights weights) {
    this.weights = weights;
  }

  /** The probability that {@code text} has no span. */
  public double clean(String text) {
    features.read(text);
    long sum = 0;
    for (int i = 0; i < features.size(); i++) {
      sum += weights.get(features.hash(i)) >> 16;
    }
    double score = sum * weights.scale() / Math.sqrt(Math.max(1, features.size()));
    return 1 / (1 + Math.exp(score + weights.steps()[Lattice.BEGIN]));
  }
}
