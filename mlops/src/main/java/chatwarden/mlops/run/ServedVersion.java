package chatwarden.mlops.run;

import chatwarden.repository.ModelFiles;
import chatwarden.repository.ModelId;
import chatwarden.repository.ModelLease;
import chatwarden.repository.ModelManifest;
import chatwarden.repository.ModelRepository;
import chatwarden.repository.ModelTask;
import chatwarden.repository.VersionPolicy;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Opens versions as a server does: checked, warmed, and closed in the end. */
public final class ServedVersion {
  private ServedVersion() {}

  /** The work with a model. */
  @FunctionalInterface
  public interface Work<M extends AutoCloseable, R> {
    /** Works with the model, which is open until this returns. */
    R on(ModelLease<M> lease) throws IOException;
  }

  /** Returns whether the versions in two folders have the same files and settings. */
  public static boolean isSame(Path one, Path other) {
    ModelManifest manifest = ModelFiles.manifest(one);
    ModelManifest another = ModelFiles.manifest(other);
    return another.files().equals(manifest.files())
        && another.format().equals(manifest.format())
        && another.settings().equals(manifest.settings())
        && another.tiers().equals(manifest.tiers());
  }

  /** Works with the version in a folder. */
  public static <M extends AutoCloseable, R> R with(ModelTask<M> task, Path folder, Work<M, R> work)
      throws IOException {
    ModelId id = ModelFiles.manifest(folder).id();
    return with(task, Map.of(id, folder), id.toString(), work);
  }

  /**
   * Works with one of a few versions.
   *
   * @param versions the folders of the versions
   * @param name {@code NAME} for the newest version of a model, or {@code NAME@VERSION}
   */
  public static <M extends AutoCloseable, R> R with(
      ModelTask<M> task, Map<ModelId, Path> versions, String name, Work<M, R> work)
      throws IOException {
    ModelRepository<M> repository =
        new ModelRepository<>(
            task.name(),
            () -> new TreeMap<>(versions),
            task.loaders(),
            VersionPolicy.ALL,
            new SimpleMeterRegistry());
    repository.start();
    try (ModelLease<M> lease = repository.lease(name)) {
      return work.on(lease);
    } finally {
      repository.close();
    }
  }
}
