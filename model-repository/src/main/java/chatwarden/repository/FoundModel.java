package chatwarden.repository;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultWords;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A version of a source of models, loaded and warmed once as a server does it.
 *
 * @param manifest its {@code model.yaml}; empty if that cannot be read
 * @param bytes the size of the files that the manifest lists; 0 if it cannot be served
 * @param problem the reason why it cannot be served; empty if it can
 */
public record FoundModel(ModelId id, Optional<ModelManifest> manifest, long bytes, String problem) {

  /** Returns the versions of {@code source}, sorted by name, then the oldest first. */
  public static List<FoundModel> in(ModelSource source, List<ModelTask<?>> tasks) {
    List<VersionLoader<?>> loaders =
        tasks.stream().<VersionLoader<?>>map(FoundModel::loader).toList();
    List<FoundModel> found = new ArrayList<>();
    new TreeMap<>(source.versions()).forEach((id, folder) -> found.add(of(id, folder, loaders)));
    return found;
  }

  private static <M extends AutoCloseable> VersionLoader<M> loader(ModelTask<M> task) {
    return new VersionLoader<>(task.name(), task.loaders(), new SimpleMeterRegistry());
  }

  private static FoundModel of(ModelId id, Path folder, List<VersionLoader<?>> loaders) {
    Optional<ModelManifest> manifest = Optional.empty();
    try {
      manifest = Optional.of(ModelFiles.manifest(id, folder));
      String problem = problem(manifest.get(), folder, loaders);
      return new FoundModel(
          id, manifest, problem.isEmpty() ? bytes(manifest.get(), folder) : 0, problem);
    } catch (ChatwardenException e) {
      return new FoundModel(id, manifest, 0, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new FoundModel(id, manifest, 0, FaultWords.of(e));
    }
  }

  private static String problem(
      ModelManifest manifest, Path folder, List<VersionLoader<?>> loaders) {
    return loaders.stream()
        .filter(loader -> loader.task().equals(manifest.task()))
        .findFirst()
        .map(loader -> loader.problem(folder))
        .orElseGet(
            () ->
                "task: %s (expected: one of %s)"
                    .formatted(
                        manifest.task(),
                        loaders.stream().map(VersionLoader::task).sorted().toList()));
  }

  private static long bytes(ModelManifest manifest, Path folder) throws IOException {
    long bytes = 0;
    for (ModelFile file : manifest.files()) {
      bytes += Files.size(folder.resolve(file.path()));
    }
    return bytes;
  }
}
