package chatwarden.inference.loader;

import chatwarden.inference.weights.WeightFile;
import chatwarden.repository.ModelFiles;
import chatwarden.repository.ModelManifest;
import java.nio.file.Path;
import java.util.List;

/** Finds weight files among those that a manifest lists, under any of their names. */
final class WeightPaths {

  private WeightPaths() {}

  /**
   * Returns the file of a name, see {@link WeightFile#names}.
   *
   * @throws chatwarden.runtime.error.ChatwardenException FAILED_PRECONDITION, if the manifest lists
   *     none
   */
  static Path of(ModelFiles files, String name) {
    List<String> names = WeightFile.names(name);
    return files.path(
        names.stream()
            .filter(each -> lists(files.manifest(), each))
            .findFirst()
            .orElse(names.getFirst()));
  }

  /** Returns whether a manifest lists a weight file of this name. */
  static boolean has(ModelManifest manifest, String name) {
    return WeightFile.names(name).stream().anyMatch(each -> lists(manifest, each));
  }

  private static boolean lists(ModelManifest manifest, String file) {
    return manifest.files().stream().anyMatch(listed -> listed.path().equals(file));
  }
}
