package chatwarden.trainer.stageone;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * What a run is to do.
 *
 * @param language what to train for
 * @param kind what to train; a search is of linear models only
 * @param data the folder of the data
 * @param models the folder of all models; the version is written to {@code <name>/<version>} in it
 * @param name the model's name, such as {@code vi-linear}
 * @param version the version to write, a number
 * @param settings how to train, and where the search begins
 * @param teaching the soft labels learned beside the labelled rows
 * @param trials how many settings the search tries; 1 takes {@code settings} as they are
 * @param baseline whether the classic baseline is trained and scored beside the model, with as many
 *     trials
 */
public record StageOnePlan(
    StageOneLanguage language,
    StageOneKind kind,
    Path data,
    Path models,
    String name,
    String version,
    StageOneSettings settings,
    StageOneTeaching teaching,
    int trials,
    boolean baseline) {
  public StageOnePlan {
    requireNonNull(language, "language");
    requireNonNull(kind, "kind");
    requireNonNull(data, "data");
    requireNonNull(models, "models");
    requireNonNull(settings, "settings");
    requireNonNull(teaching, "teaching");
    if (!name.matches("[a-z0-9][a-z0-9._-]{0,63}")) {
      throw new IllegalArgumentException(
          "name: " + name + " (expected: lower-case letters, digits, dots, dashes, underscores)");
    }
    if (!version.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException("version: " + version + " (expected: a number)");
    }
    if (kind != StageOneKind.LINEAR && trials > 1) {
      throw new IllegalArgumentException("trials: " + trials + " (expected: 1 for " + kind + ")");
    }
    if (kind != StageOneKind.LINEAR && teaching.taught().isPresent()) {
      throw new IllegalArgumentException("taught texts: given (expected: none for " + kind + ")");
    }
    if (trials < 1) {
      throw new IllegalArgumentException("trials: " + trials + " (expected: >= 1)");
    }
  }
}
