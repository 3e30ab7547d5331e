package chatwarden.mlops.stagetwo;

import static java.util.Objects.requireNonNull;

import chatwarden.mlops.data.DataSet;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a span tagger is trained, and from what.
 *
 * @param set the layout of the data set, with the settings of the training
 * @param data the folder of the set, or of all sets
 * @param seed orders the folds of the cross-validation and the resamples of the intervals
 */
public record StageTwoPlan(DataSet set, Path data, long seed) {

  /** The seed of the shipped models. */
  public static final long DEFAULT_SEED = 20;

  private static final int ITERATIONS = 60;

  /** Checks that all is there. */
  public StageTwoPlan {
    requireNonNull(set, "set");
    requireNonNull(data, "data");
  }

  /** Returns how the CRF is fitted. */
  CrfTraining crf() {
    return new CrfTraining((int) set.setting("min-count"), set.setting("l2"), ITERATIONS);
  }

  /** Returns what decides about the model beside the data, by name. */
  Map<String, String> parameters(String kind) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("stage", "2");
    parameters.put("kind", kind);
    parameters.put("language", set.language());
    parameters.put("seed", Long.toString(seed));
    new TreeMap<>(set.settings())
        .forEach((name, value) -> parameters.put(name, Double.toString(value)));
    return parameters;
  }
}
