package chatwarden.mlops.command;

import chatwarden.mlops.run.ServedVersion;
import chatwarden.repository.ModelFiles;
import chatwarden.repository.ModelFolder;
import chatwarden.repository.ModelId;
import chatwarden.repository.ModelTask;
import chatwarden.runtime.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A model of a folder that a command names, {@code name} or {@code name@version}. */
final class NamedModel {
  private final String name;
  private final Map<ModelId, Path> versions;

  private NamedModel(String name, Map<ModelId, Path> versions) {
    this.name = name;
    this.versions = versions;
  }

  /**
   * Finds a model.
   *
   * @throws InvalidInputException if the folder has no version of it
   */
  static NamedModel in(Path folder, String name) {
    String model = name.replaceFirst("@.*", "");
    Map<ModelId, Path> versions = new TreeMap<>(ModelFolder.at(folder).versions());
    versions.keySet().removeIf(id -> !id.name().equals(model));
    if (versions.isEmpty()) {
      throw InvalidInputException.of("--model", "no model " + model + " in " + folder);
    }
    return new NamedModel(name, versions);
  }

  /** Returns whether a folder has a version of a model. */
  static boolean hasIn(Path folder, String name) {
    return Files.isDirectory(folder)
        && ModelFolder.at(folder).versions().keySet().stream()
            .anyMatch(id -> id.name().equals(name));
  }

  /** A version, and the folder that it is in. */
  record Version(ModelId id, Path folder) {}

  /** Returns the newest version. */
  Version newest() {
    Map.Entry<ModelId, Path> newest = new TreeMap<>(versions).lastEntry();
    return new Version(newest.getKey(), newest.getValue());
  }

  /**
   * Returns a version.
   *
   * @throws InvalidInputException if the folder does not have it
   */
  Version version(String version) {
    return versions.entrySet().stream()
        .filter(each -> each.getKey().version().equals(version))
        .map(each -> new Version(each.getKey(), each.getValue()))
        .findFirst()
        .orElseThrow(
            () ->
                InvalidInputException.of(
                    "--models",
                    "no version %s of %s, which answers (expected: the folder of the models that"
                            .formatted(version, name)
                        + " are served)"));
  }

  /** Returns the task of the version, else of the newest. */
  String task() {
    ModelId chosen =
        versions.keySet().stream()
            .filter(id -> id.toString().equals(name))
            .findFirst()
            .orElseGet(() -> new TreeMap<>(versions).lastKey());
    return ModelFiles.manifest(chosen, Objects.requireNonNull(versions.get(chosen), "folder"))
        .task();
  }

  /** Opens the model, works with it, and closes it. */
  <M extends AutoCloseable, R> R with(ModelTask<M> task, ServedVersion.Work<M, R> work)
      throws IOException {
    return ServedVersion.with(task, versions, name, work);
  }
}
