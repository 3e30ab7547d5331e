package chatwarden.mlops.search;

import java.util.List;

/**
 * Stops a trial whose mean loss so far exceeds that of the best complete trial on the same folds by
 * more than half a percent.
 */
public final class MarginPruner implements Pruner {
  /** How much worse than the best, relatively, a trial may be and go on. */
  private static final double MARGIN = 0.005;

  @Override
  public String name() {
    return "margin";
  }

  @Override
  public boolean prunes(List<Double> losses, List<Trial> others) {
    int folds = losses.size();
    List<Trial> comparable = others.stream().filter(each -> each.losses().size() >= folds).toList();
    return Trial.best(comparable)
        .map(best -> losses.getLast() > best.losses().get(folds - 1) * (1 + MARGIN))
        .orElse(false);
  }
}
