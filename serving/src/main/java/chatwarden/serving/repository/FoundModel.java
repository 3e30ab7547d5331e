package chatwarden.serving.repository;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A version that lies in a folder, whether it can be served or not. Its files are checked, but it
 * is not loaded.
 *
 * @param manifest what its {@code model.yaml} says; empty if that cannot be read
 * @param bytes the size of the files that the manifest lists; 0 if they are not all right
 * @param problem what is wrong with it; empty if nothing is
 */
public record FoundModel(ModelId id, Optional<ModelManifest> manifest, long bytes, String problem) {

  /** The versions in {@code root}, sorted by name, then the oldest first. */
  public static List<FoundModel> in(Path root) {
    List<FoundModel> found = new ArrayList<>();
    ModelFolder.at(root).versions().forEach((id, folder) -> found.add(of(id, folder)));
    return found;
  }

  private static FoundModel of(ModelId id, Path folder) {
    Optional<ModelManifest> manifest = Optional.empty();
    try {
      manifest = Optional.of(ModelFiles.manifest(id, folder));
      ModelFiles files = ModelFiles.open(folder);
      long bytes = 0;
      for (ModelFile file : files.manifest().files()) {
        bytes += Files.size(files.path(file.path()));
      }
      return new FoundModel(id, manifest, bytes, "");
    } catch (ChatwardenException e) {
      return new FoundModel(id, manifest, 0, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new FoundModel(id, manifest, 0, FaultWords.of(e));
    }
  }
}
