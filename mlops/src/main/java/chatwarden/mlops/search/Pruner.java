package chatwarden.mlops.search;

import java.util.List;
import java.util.Map;

/** A rule by which trials stop before all folds are tried. Holds no state; safe for threads. */
public interface Pruner {

  /** Returns the name by which a command line and a report know it. */
  String name();

  /**
   * Returns whether a trial is to stop after the fold that it tried last.
   *
   * @param losses its mean losses so far, as in {@link Trial#losses}, at least one
   * @param others the other trials of the search, running and failed ones too
   */
  boolean prunes(List<Double> losses, List<Trial> others);

  /** Returns the marks of a trial after the fold that it tried last, for Optuna's pruner. */
  default Map<String, Double> marks(List<Double> losses) {
    return Map.of();
  }

  /** Returns the rule that lets every trial try all folds. */
  static Pruner none() {
    return new Pruner() {
      @Override
      public String name() {
        return "none";
      }

      @Override
      public boolean prunes(List<Double> losses, List<Trial> others) {
        return false;
      }
    };
  }
}
