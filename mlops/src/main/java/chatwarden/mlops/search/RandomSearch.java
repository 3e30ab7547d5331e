package chatwarden.mlops.search;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * Random search (Bergstra and Bengio, 2012). Trial 0 is a given starting point, the others are
 * drawn. A trial stops after a fold when its mean loss so far exceeds that of the best finished
 * trial on the same folds by more than a margin. The same seed gives the same trials, whether the
 * search ran through or was resumed.
 */
public final class RandomSearch {
  /** How much worse than the best, relatively, a trial may be and go on. */
  private static final double MARGIN = 0.005;

  private final SearchSpace space;
  private final SortedMap<String, Double> start;
  private final int folds;
  private final long seed;
  private final Consumer<String> progress;

  /** The loss of parameters on one fold. */
  @FunctionalInterface
  public interface Objective {
    /** Returns the loss, lower is better, on {@code fold}, from 0. */
    double loss(SortedMap<String, Double> parameters, int fold);
  }

  /**
   * A search.
   *
   * @param space what to draw from
   * @param start the parameters of trial 0
   * @param folds how many folds a trial has
   * @param seed for the draws
   * @param progress is told of every trial in a line
   */
  public RandomSearch(
      SearchSpace space,
      SortedMap<String, Double> start,
      int folds,
      long seed,
      Consumer<String> progress) {
    this.space = requireNonNull(space, "space");
    this.start = requireNonNull(start, "start");
    this.folds = folds;
    this.seed = seed;
    this.progress = requireNonNull(progress, "progress");
    if (folds < 1) {
      throw new IllegalArgumentException("folds: " + folds + " (expected: >= 1)");
    }
  }

  /**
   * Makes the trials that {@code journal} lacks and returns the best finished one of all.
   *
   * @param trials how many trials there are to be in all, at least 1
   */
  public Trial run(Objective objective, int trials, TrialJournal journal) throws IOException {
    if (trials < 1) {
      throw new IllegalArgumentException("trials: " + trials + " (expected: >= 1)");
    }
    for (int number = journal.trials().size(); number < trials; number++) {
      SortedMap<String, Double> parameters = number == 0 ? start : space.draw(number, seed);
      Trial trial = attempt(number, parameters, objective, journal.trials());
      journal.append(trial);
      progress.accept(
          String.format(
              Locale.ROOT,
              "search trial=%d of=%d loss=%.4f folds=%d %s",
              number + 1,
              trials,
              trial.loss(),
              trial.losses().size(),
              trial.described()));
    }
    return best(journal.trials().subList(0, trials));
  }

  private Trial attempt(
      int number, SortedMap<String, Double> parameters, Objective objective, List<Trial> earlier) {
    List<Double> losses = new ArrayList<>();
    for (int fold = 0; fold < folds; fold++) {
      losses.add(objective.loss(parameters, fold));
      if (fold + 1 < folds && hopeless(losses, earlier)) {
        return new Trial(number, parameters, losses, false);
      }
    }
    return new Trial(number, parameters, losses, true);
  }

  private static boolean hopeless(List<Double> losses, List<Trial> earlier) {
    if (earlier.stream().noneMatch(Trial::finished)) {
      return false;
    }
    Trial best = best(earlier);
    double own = mean(losses);
    return own > mean(best.losses().subList(0, losses.size())) * (1 + MARGIN);
  }

  private static Trial best(List<Trial> trials) {
    return trials.stream()
        .filter(Trial::finished)
        .min(Comparator.comparingDouble(Trial::loss).thenComparing(Trial::number))
        .orElseThrow();
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }
}
