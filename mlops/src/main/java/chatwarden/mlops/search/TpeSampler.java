package chatwarden.mlops.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;

/**
 * The tree-structured Parzen estimator. Parts the trials into the few good ones and the rest, fits
 * a density to each part, draws candidates from that of the good ones and takes the candidate at
 * which the ratio of the two densities is highest. The first trials are drawn at random.
 *
 * <p>Sources: Bergstra, Bardenet, Bengio and Kégl, "Algorithms for Hyper-Parameter Optimization",
 * NeurIPS 2011; Watanabe, "Tree-Structured Parzen Estimator", 2023. The constants, the multivariate
 * kernels, the order of pruned trials and the treatment of running ones, which count as bad so that
 * parallel workers part, are those of Optuna 5.0.
 */
public final class TpeSampler implements Sampler {
  private static final int RANDOM_TRIALS = 10;
  private static final int CANDIDATES = 24;
  private static final double GOOD_SHARE = 0.1;
  private static final int MOST_GOOD = 25;

  @Override
  public String name() {
    return "tpe";
  }

  @Override
  public SortedMap<String, Double> sample(
      SearchSpace space, List<Trial> trials, SplittableRandom random) {
    List<Trial> usable = trials.stream().filter(each -> space.contains(each.parameters())).toList();
    List<Trial> done = ranked(usable);
    if (done.size() < RANDOM_TRIALS) {
      return space.draw(random);
    }
    int count = (int) Math.min(Math.ceil(GOOD_SHARE * done.size()), MOST_GOOD);
    List<Trial> rest = new ArrayList<>(done.subList(count, done.size()));
    usable.stream().filter(each -> each.state() == TrialState.RUNNING).forEach(rest::add);
    ParzenEstimator good = estimator(space, done.subList(0, count));
    ParzenEstimator bad = estimator(space, rest);
    double[] best = good.draw(random);
    double highest = good.logDensity(best) - bad.logDensity(best);
    for (int i = 1; i < CANDIDATES; i++) {
      double[] candidate = good.draw(random);
      double ratio = good.logDensity(candidate) - bad.logDensity(candidate);
      if (ratio > highest) {
        best = candidate;
        highest = ratio;
      }
    }
    return good.values(best);
  }

  /** Returns complete trials by their losses, then pruned ones, those that came furthest first. */
  private static List<Trial> ranked(List<Trial> trials) {
    List<Trial> ranked =
        new ArrayList<>(
            trials.stream()
                .filter(Trial::complete)
                .sorted(Comparator.comparingDouble(Trial::loss))
                .toList());
    trials.stream()
        .filter(trial -> trial.state() == TrialState.PRUNED)
        .sorted(
            Comparator.comparingInt((Trial trial) -> -trial.losses().size())
                .thenComparingDouble(Trial::loss))
        .forEach(ranked::add);
    return ranked;
  }

  private static ParzenEstimator estimator(SearchSpace space, List<Trial> trials) {
    return new ParzenEstimator(
        space,
        trials.stream()
            .sorted(Comparator.comparingInt(Trial::number))
            .map(Trial::parameters)
            .toList());
  }
}
