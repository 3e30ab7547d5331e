package chatwarden.mlops.run;

import static java.util.Objects.requireNonNull;

import chatwarden.repository.ModelVersions;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The version that a run writes.
 *
 * @param models the folder of all models
 * @param name the model's name, such as {@code vi-linear}
 * @param version a number of up to 9 digits
 * @param candidate whether others decide later if it joins the models that are served
 */
public record VersionTarget(Path models, String name, String version, boolean candidate) {

  /** Checks name and version. */
  public VersionTarget {
    requireNonNull(models, "models");
    if (!name.matches("[a-z0-9][a-z0-9._-]{0,63}")) {
      throw InvalidInputException.of(
          "--name",
          name
              + " (expected: 1 to 64 lower-case letters, digits, dots, dashes and underscores,"
              + " first a letter or digit)");
    }
    if (!version.matches("[0-9]{1,9}")) {
      throw InvalidInputException.of(
          "--version-number", version + " (expected: a number of up to 9 digits)");
    }
    if (Files.exists(models) && !Files.isDirectory(models)) {
      throw InvalidInputException.of("--models", models + " is not a folder");
    }
  }

  /** A version that joins the models at once, if it is not worse. */
  public VersionTarget(Path models, String name, String version) {
    this(models, name, version, false);
  }

  /** Returns the version after the highest of a model. */
  public static VersionTarget next(Path models, String name) throws IOException {
    return new VersionTarget(models, name, ModelVersions.of(models, name).next());
  }

  /** Returns the folder of the version. */
  Path folder() {
    return models.resolve(name).resolve(version);
  }

  /** Returns the folder in which the version is written, and stays if it is refused. */
  Path aside() {
    return models.resolve(name).resolve(".refused-" + version);
  }

  /** Returns the folder of unfinished work, from which a stopped run goes on. */
  Path work() {
    return models.resolve(name).resolve(".training-" + version);
  }

  /** Returns a version of the model that has the same files and settings as that in a folder. */
  Optional<Path> sameAs(Path written) throws IOException {
    for (String known : ModelVersions.of(models, name).all()) {
      Path folder = models.resolve(name).resolve(known);
      try {
        if (ServedVersion.isSame(written, folder)) {
          return Optional.of(folder);
        }
      } catch (ChatwardenException e) {
        continue; // A broken version is not the same, and none of this training's concern.
      }
    }
    return Optional.empty();
  }

  /** Returns the name of a version's folder. */
  static String nameOf(Path folder) {
    return String.valueOf(folder.getFileName());
  }

  /** Returns the folder of the highest version that is served now. */
  Optional<Path> before() throws IOException {
    return ModelVersions.of(models, name).newest().map(models.resolve(name)::resolve);
  }
}
