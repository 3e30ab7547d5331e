package chatwarden.classifier.linear;

/**
 * Scores texts with {@link LinearWeights}. Sums are whole numbers, so a score does not depend on the
 * order of addition. Not safe for threads; cheap to make.
 */
public final class LinearScorer {
  private final FeatureTable table;
  private final float[] viewWeights;
  private final double[] biases;
  private final double[] steps;
  private final FeatureHasher hasher = new FeatureHasher();
  private final FeatureHashes features = new FeatureHashes();

  /** A scorer that uses {@code weights} for as long as their memory is open. */
  public LinearScorer(LinearWeights weights) {
    table = weights.table();
    viewWeights = new float[FeatureView.COUNT];
    for (int view = 0; view < viewWeights.length; view++) {
      viewWeights[view] = weights.viewWeights().get(view);
    }
    biases = weights.biases().stream().mapToDouble(Double::doubleValue).toArray();
    steps =
        new double[] {
          (double) table.weightStep(0) / table.frequencyStep(),
          (double) table.weightStep(1) / table.frequencyStep()
        };
  }

  /** Returns the score of every class for a normalised text. */
  public double[] score(String normalized) {
    hasher.hash(normalized, features);
    return score(features);
  }

  /** Returns the score of every class for a text's features. */
  public double[] score(FeatureHashes features) {
    double[] scores = biases.clone();
    for (int view = 0; view < FeatureView.COUNT; view++) {
      addView(features, view, scores);
    }
    return scores;
  }

  private void addView(FeatureHashes features, int view, double[] scores) {
    long[] hashes = features.hashes(view);
    int size = features.size(view);
    long squares = 0;
    long second = 0;
    long third = 0;
    for (int i = 0; i < size; i++) {
      long slot = table.find(hashes[i]);
      long frequency = FeatureTable.frequency(slot);
      squares += frequency * frequency;
      second += FeatureTable.second(slot);
      third += FeatureTable.third(slot);
    }
    if (squares > 0) {
      double scale = viewWeights[view] / Math.sqrt(squares);
      scores[1] += scale * steps[0] * second;
      scores[2] += scale * steps[1] * third;
    }
  }
}
