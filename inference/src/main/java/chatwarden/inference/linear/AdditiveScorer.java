package chatwarden.inference.linear;

/** Scores texts by adding up what each of their features is worth within its text. */
public interface AdditiveScorer {
  /** Returns the score of every class for a text's features. */
  double[] score(FeatureHashes features);

  /** Returns the score of class {@code k} for a text without features. */
  double bias(int k);

  /**
   * Returns what each feature of {@code view} adds to the score of class {@code k}, in the order of
   * the features. With the bias they add up to the score.
   */
  double[] effects(FeatureHashes features, FeatureView view, int k);
}
