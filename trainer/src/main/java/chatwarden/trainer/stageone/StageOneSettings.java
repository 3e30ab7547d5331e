package chatwarden.trainer.stageone;

import java.util.List;

/**
 * What a training run can be told.
 *
 * @param penalty the weight of the squared length of the weights, positive
 * @param minDocuments in how many texts a feature must stand, for each view
 * @param viewWeights how loud each view speaks
 * @param copyWeight how much an obfuscated copy of every text counts beside the text; 0 for none
 * @param folds how many parts cross-fitting uses, at least 2
 * @param tolerance the relative gradient at which fitting stops
 * @param maxIterations the most iterations of a fit
 * @param seed where all randomness starts
 */
public record StageOneSettings(
    double penalty,
    List<Integer> minDocuments,
    List<Float> viewWeights,
    double copyWeight,
    int folds,
    double tolerance,
    int maxIterations,
    long seed) {
  public StageOneSettings {
    minDocuments = List.copyOf(minDocuments);
    viewWeights = List.copyOf(viewWeights);
    if (!(penalty > 0)) {
      throw new IllegalArgumentException("penalty: " + penalty + " (expected: > 0)");
    }
    if (folds < 2) {
      throw new IllegalArgumentException("folds: " + folds + " (expected: >= 2)");
    }
  }

  /** The settings that the shipped models were trained with. */
  public static StageOneSettings standard() {
    return new StageOneSettings(
        1.0, List.of(2, 3, 2, 3, 3), List.of(1f, 1f, 1f, 1f, 0.3f), 0, 4, 1e-3, 50, 20260101);
  }
}
