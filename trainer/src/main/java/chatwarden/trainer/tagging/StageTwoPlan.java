package chatwarden.trainer.tagging;

import java.nio.file.Path;
import java.util.List;

/**
 * What to train a span tagger from, and how.
 *
 * @param name the model's name, such as {@code vi-crf}
 * @param version the version to write
 * @param source the data set
 * @param data the folder that holds {@code <set>/train.csv} and {@code <set>/dev.csv}
 * @param models the folder of models; {@code <name>/<version>} is written in it
 * @param seed orders the folds of the cross-validation and the resamples of the intervals
 * @param minCount how often a feature must stand in the training set to get a weight
 * @param l2 the strength of the pull of all weights to 0
 */
public record StageTwoPlan(
    String name,
    String version,
    SpanSource source,
    Path data,
    Path models,
    long seed,
    int minCount,
    double l2) {

  /** The seed of the shipped models. */
  public static final long DEFAULT_SEED = 20;

  public StageTwoPlan {
    requireName("name", name);
    requireName("version", version);
    if (minCount < 1) {
      throw new IllegalArgumentException("minCount: " + minCount + " (expected: >= 1)");
    }
    if (!(l2 > 0)) {
      throw new IllegalArgumentException("l2: " + l2 + " (expected: > 0)");
    }
  }

  /** The plan of the shipped Vietnamese tagger. */
  public static StageTwoPlan vietnamese(Path data, Path models) {
    return new StageTwoPlan("vi-crf", "1", SpanSource.VIHOS, data, models, DEFAULT_SEED, 2, 2);
  }

  /** The plan of the shipped English tagger. */
  public static StageTwoPlan english(Path data, Path models) {
    return new StageTwoPlan(
        "en-crf", "1", SpanSource.TOXIC_SPANS, data, models, DEFAULT_SEED, 2, 6);
  }

  /** The files that the training reads. */
  public List<Path> inputs() {
    Path folder = data.resolve(source.folder());
    return List.of(folder.resolve("train.csv"), folder.resolve("dev.csv"));
  }

  private static void requireName(String what, String value) {
    if (!value.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw new IllegalArgumentException(
          what + ": " + value + " (expected: letters, digits, dots, dashes and underscores)");
    }
  }
}
