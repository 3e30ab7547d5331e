package chatwarden.repository;

import chatwarden.runtime.error.FaultCode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every version in a folder as {@code <name>/<version>/model.yaml}. Any other layout is ignored.
 */
public final class ModelFolder implements ModelSource {

  private final Path root;

  private ModelFolder(Path root) {
    this.root = root;
  }

  /** The versions in {@code root}. */
  public static ModelFolder at(Path root) {
    return new ModelFolder(root);
  }

  @Override
  public Map<ModelId, Path> versions() {
    if (!Files.isDirectory(root)) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "MODEL_REPOSITORY_MISSING", "model.sources: " + root + " (expected: a folder of models)");
    }
    Map<ModelId, Path> versions = new TreeMap<>();
    for (Path model : folders(root)) {
      for (Path version : folders(model)) {
        if (Files.isRegularFile(version.resolve("model.yaml"))) {
          versions.put(new ModelId(name(model), name(version)), version);
        }
      }
    }
    return versions;
  }

  private static List<Path> folders(Path parent) {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(parent)) {
      List<Path> folders = new ArrayList<>();
      for (Path child : children) {
        if (Files.isDirectory(child) && ModelId.isValid(name(child))) {
          folders.add(child);
        }
      }
      return folders;
    } catch (IOException e) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "MODEL_REPOSITORY_UNREADABLE", "cannot list the models in " + parent, e);
    }
  }

  private static String name(Path folder) {
    return String.valueOf(folder.getFileName());
  }
}
