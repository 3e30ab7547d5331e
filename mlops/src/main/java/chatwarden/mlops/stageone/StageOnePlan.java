package chatwarden.mlops.stageone;

import static java.util.Objects.requireNonNull;

import chatwarden.mlops.data.DataSet;
import chatwarden.mlops.gate.Probe;
import chatwarden.runtime.error.InvalidInputException;
import java.nio.file.Path;
import java.util.List;

/**
 * How a classifier is trained, and from what.
 *
 * @param set the layout of the data set
 * @param kind the kind of model
 * @param data the folder of the set, or of all sets
 * @param settings how to train, and where the search begins
 * @param teaching the soft labels learned beside the labelled rows
 * @param trials how many settings the search tries, 1 to 10,000; 1 takes {@code settings} as they
 *     are
 * @param baseline whether the classic baseline is trained and scored beside the model, with as many
 *     trials
 * @param probes texts beside the development split on which the model must not be much worse than
 *     the version before
 */
public record StageOnePlan(
    DataSet set,
    StageOneKind kind,
    Path data,
    StageOneSettings settings,
    StageOneTeaching teaching,
    int trials,
    boolean baseline,
    List<Probe> probes) {

  /** Checks that the parts go together. */
  public StageOnePlan {
    probes = List.copyOf(probes);
    requireNonNull(set, "set");
    requireNonNull(data, "data");
    requireNonNull(settings, "settings");
    if (trials < 1 || trials > 10_000) {
      throw InvalidInputException.of("--trials", trials + " (expected: 1 to 10000)");
    }
    if (kind != StageOneKind.LINEAR && trials > 1) {
      throw InvalidInputException.of("--trials", trials + " (expected: 1 for " + kind + ")");
    }
    if (kind != StageOneKind.LINEAR && teaching.taught().isPresent()) {
      throw InvalidInputException.of("--taught", "given (expected: none for " + kind + ")");
    }
  }
}
