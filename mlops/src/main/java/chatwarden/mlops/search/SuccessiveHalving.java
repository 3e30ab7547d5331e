package chatwarden.mlops.search;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * Asynchronous successive halving over folds. The rungs are after 1, 2, 4, … folds; a trial goes on
 * from a rung if it is among the better half of those that reached it, this one included, or the
 * best while there are too few to halve. No trial waits for others, and none is taken up again.
 *
 * <p>Sources: Jamieson and Talwalkar, "Non-stochastic Best Arm Identification and Hyperparameter
 * Optimization", AISTATS 2016; Li et al., "A System for Massively Parallel Hyperparameter Tuning",
 * MLSys 2020, as {@code SuccessiveHalvingPruner(min_resource=1, reduction_factor=2)} of Optuna 5.0,
 * whose marks it leaves. The factor of 2, for Optuna's 4, is for trials of few folds.
 */
public final class SuccessiveHalving implements Pruner {
  private static final int FACTOR = 2;

  @Override
  public String name() {
    return "halving";
  }

  @Override
  public boolean prunes(List<Double> losses, List<Trial> others) {
    int folds = losses.size();
    if (!isRung(folds)) {
      return false;
    }
    double own = losses.getLast();
    double[] competing =
        DoubleStream.concat(
                DoubleStream.of(own),
                others.stream()
                    .filter(each -> each.losses().size() >= folds)
                    .mapToDouble(each -> each.losses().get(folds - 1)))
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    return own > competing[Math.max(0, competing.length / FACTOR - 1)];
  }

  @Override
  public Map<String, Double> marks(List<Double> losses) {
    int folds = losses.size();
    return isRung(folds)
        ? Map.of("completed_rung_" + Integer.numberOfTrailingZeros(folds), losses.getLast())
        : Map.of();
  }

  private static boolean isRung(int folds) {
    return Integer.bitCount(folds) == 1;
  }
}
