package chatwarden.mlops.stageone;

import static java.util.Objects.requireNonNull;

import chatwarden.mlops.data.DataSet;
import chatwarden.mlops.gate.Probe;
import chatwarden.mlops.study.SearchPlan;
import chatwarden.runtime.error.InvalidInputException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How a classifier is trained, and from what.
 *
 * @param set the layout of the data set
 * @param kind the kind of model
 * @param data the folder of the set, or of all sets
 * @param settings how to train, and where the search begins
 * @param teaching the soft labels learned beside the labelled rows
 * @param search how settings are searched for; one trial takes {@code settings} as they are
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
    SearchPlan search,
    boolean baseline,
    List<Probe> probes) {

  /** Checks that the parts go together. */
  public StageOnePlan {
    probes = List.copyOf(probes);
    requireNonNull(set, "set");
    requireNonNull(data, "data");
    requireNonNull(settings, "settings");
    requireNonNull(search, "search");
    if (kind != StageOneKind.LINEAR && search.trials() > 1) {
      throw InvalidInputException.of(
          "--trials", search.trials() + " (expected: 1 for " + kind + ")");
    }
    if (kind != StageOneKind.LINEAR && teaching.taught().isPresent()) {
      throw InvalidInputException.of("--taught", "given (expected: none for " + kind + ")");
    }
  }

  /** Returns what decides about the model beside the data, by name. */
  Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("stage", "1");
    parameters.put("kind", kind.name().toLowerCase(Locale.ROOT));
    parameters.put("language", set.language());
    parameters.put("seed", Long.toString(settings.seed()));
    parameters.put("folds", Integer.toString(settings.folds()));
    parameters.put("trials", Integer.toString(trials()));
    parameters.put("baseline", Boolean.toString(baseline));
    parameters.put("taught", Boolean.toString(teaching.taught().isPresent()));
    parameters.put("taught_weight", Double.toString(teaching.weight()));
    settings.parameters().forEach((name, value) -> parameters.put(name, Double.toString(value)));
    return parameters;
  }

  /** Returns how many settings the search tries. */
  public int trials() {
    return search.trials();
  }
}
