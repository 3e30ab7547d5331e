package chatwarden.trainer.command;

import chatwarden.repository.ModelFiles;
import chatwarden.repository.ModelFolder;
import chatwarden.repository.ModelId;
import chatwarden.repository.ModelLease;
import chatwarden.repository.ModelRepository;
import chatwarden.repository.ModelTask;
import chatwarden.repository.VersionPolicy;
import chatwarden.runtime.error.InvalidInputException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
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

  /** The work with a model. */
  interface Work<M extends AutoCloseable> {
    void on(ModelLease<M> lease) throws IOException;
  }

  /** Opens the model, works with it, and closes it. */
  <M extends AutoCloseable> void with(ModelTask<M> task, Work<M> work) throws IOException {
    ModelRepository<M> repository =
        new ModelRepository<>(
            task.name(),
            () -> new TreeMap<>(versions),
            task.loaders(),
            VersionPolicy.ALL,
            new SimpleMeterRegistry());
    repository.start();
    try (ModelLease<M> lease = repository.lease(name)) {
      work.on(lease);
    } finally {
      repository.close();
    }
  }
}
