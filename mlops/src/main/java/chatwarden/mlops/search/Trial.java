package chatwarden.mlops.search;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One set of parameters and how well it did.
 *
 * @param number its place among the trials of the search, from 0
 * @param parameters the values by their names
 * @param losses the mean loss of the first fold, of the first two, and so on, of those tried
 * @param state how far it is
 * @param loss the mean loss over the folds that were tried; NaN unless complete or pruned
 * @param started when it began
 * @param ended when it ended; empty while it runs
 */
public record Trial(
    int number,
    SortedMap<String, Double> parameters,
    List<Double> losses,
    TrialState state,
    double loss,
    Instant started,
    Optional<Instant> ended) {

  /** Copies the collections. */
  public Trial {
    parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    losses = List.copyOf(losses);
    requireNonNull(state, "state");
    requireNonNull(started, "started");
    requireNonNull(ended, "ended");
  }

  /** Returns whether all folds were tried and the loss is a number. */
  public boolean complete() {
    return state == TrialState.COMPLETE && Double.isFinite(loss);
  }

  /** Returns whether it ended, well or not. */
  public boolean finished() {
    return state != TrialState.RUNNING && state != TrialState.WAITING;
  }

  /** Returns the parameters as {@code name=value} pairs parted by spaces. */
  public String described() {
    return parameters.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(" "));
  }

  /** Returns the complete trial of the lowest loss, the first of several; empty without one. */
  public static Optional<Trial> best(List<Trial> trials) {
    return trials.stream()
        .filter(Trial::complete)
        .min(Comparator.comparingDouble(Trial::loss).thenComparing(Trial::number));
  }
}
