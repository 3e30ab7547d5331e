package chatwarden.repository;

import static java.util.Objects.requireNonNull;

import chatwarden.runtime.error.FaultWords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The folder of a version of a model: what its manifest says, and its files, all checked. */
public final class ModelFiles {

  /** The name of the manifest. */
  public static final String MANIFEST = "model.yaml";

  private final ModelManifest manifest;
  private final Path directory;
  private final Map<String, Path> paths;

  private ModelFiles(ModelManifest manifest, Path directory, Map<String, Path> paths) {
    this.manifest = manifest;
    this.directory = directory;
    this.paths = paths;
  }

  /**
   * Reads the manifest alone of the version {@code id} in {@code directory}.
   *
   * @throws chatwarden.runtime.error.ChatwardenException FAILED_PRECONDITION, if it is wrong, or
   *     says that it is another version
   */
  public static ModelManifest manifest(ModelId id, Path directory) {
    ModelManifest manifest = manifest(directory);
    if (!manifest.id().equals(id)) {
      throw BrokenModel.file(directory, MANIFEST + " says that this is " + manifest.id());
    }
    return manifest;
  }

  /**
   * Reads the manifest alone of the version in {@code directory}, whichever that is.
   *
   * @throws chatwarden.runtime.error.ChatwardenException FAILED_PRECONDITION, if it is wrong
   */
  public static ModelManifest manifest(Path directory) {
    return read(inRepository(directory));
  }

  /**
   * Reads a manifest that is not in a folder yet.
   *
   * @param content UTF-8
   * @throws chatwarden.runtime.error.ChatwardenException FAILED_PRECONDITION, if it is wrong
   */
  public static ModelManifest manifest(byte[] content) {
    return ManifestReader.parse(Path.of(MANIFEST), new String(content, StandardCharsets.UTF_8));
  }

  /** Reads the manifest in a folder whose links are resolved. */
  private static ModelManifest read(Path folder) {
    Path file = folder.resolve(MANIFEST);
    requireRegular(file);
    try {
      if (Files.exists(file) && !file.toRealPath().startsWith(folder)) {
        throw BrokenModel.file(file, "a link out of the model's folder");
      }
    } catch (IOException e) {
      throw BrokenModel.file(file, "cannot be read: " + FaultWords.of(e));
    }
    return ManifestReader.read(file);
  }

  /**
   * Returns the folder of a version, {@code <repository>/<name>/<version>}, with its links
   * resolved.
   *
   * @throws chatwarden.runtime.error.ChatwardenException FAILED_PRECONDITION, if it leads out of
   *     the repository
   */
  private static Path inRepository(Path directory) {
    Path version = directory.toAbsolutePath();
    Path name = version.getParent();
    Path repository = name == null ? null : name.getParent();
    try {
      Path folder = version.toRealPath();
      if (repository != null && !folder.startsWith(repository.toRealPath())) {
        throw BrokenModel.file(
            directory,
            "a link out of the model repository, to %s (expected: a folder in %s)"
                .formatted(folder, repository));
      }
      return folder;
    } catch (IOException e) {
      throw BrokenModel.file(directory, "cannot be read: " + FaultWords.of(e));
    }
  }

  private static void requireRegular(Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw BrokenModel.file(
          file, "not a regular file (expected: a file with content, no pipe, device or folder)");
    }
  }

  /**
   * Reads the manifest of the version in {@code directory} and checks every file that it lists.
   *
   * @throws chatwarden.runtime.error.ChatwardenException FAILED_PRECONDITION, if the manifest is
   *     wrong, a file is missing, is outside of the folder, or has another checksum
   */
  public static ModelFiles open(Path directory) {
    Path folder = inRepository(directory);
    ModelManifest manifest = read(folder);
    Map<String, Path> paths = new LinkedHashMap<>();
    for (ModelFile file : manifest.files()) {
      Path path = inside(folder, file);
      check(path, file);
      paths.put(file.path(), path);
    }
    return new ModelFiles(manifest, folder, paths);
  }

  /** What {@code model.yaml} says. */
  public ModelManifest manifest() {
    return manifest;
  }

  /**
   * Where the file is that the manifest lists as {@code path}.
   *
   * @throws chatwarden.runtime.error.ChatwardenException FAILED_PRECONDITION, if it lists no such
   *     file
   */
  public Path path(String path) {
    Path found = paths.get(path);
    if (found == null) {
      String problem = "does not list " + path + ", which format " + manifest.format() + " needs";
      throw BrokenModel.key(directory.resolve(MANIFEST), "files", problem);
    }
    return found;
  }

  /** Returns the folder of the version, with its links resolved. */
  public Path directory() {
    return directory;
  }

  /**
   * Opens the version {@code id} in the same repository, all checked.
   *
   * @throws chatwarden.runtime.error.ChatwardenException FAILED_PRECONDITION, if it is not there,
   *     or is broken
   */
  public ModelFiles tier(ModelId id) {
    Path repository = requireNonNull(requireNonNull(directory.getParent()).getParent());
    Path folder = repository.resolve(id.name()).resolve(id.version());
    if (!Files.isDirectory(folder)) {
      throw BrokenModel.key(
          directory.resolve(MANIFEST), "tiers", id + " is not in the model repository");
    }
    ModelFiles files = open(folder);
    if (!files.manifest().id().equals(id)) {
      throw BrokenModel.file(folder, MANIFEST + " says that this is " + files.manifest().id());
    }
    return files;
  }

  private static Path inside(Path directory, ModelFile file) {
    Path manifest = directory.resolve(MANIFEST);
    try {
      Path relative = Path.of(file.path());
      Path resolved = directory.resolve(relative).normalize();
      boolean leaves =
          relative.isAbsolute()
              || file.path().contains("\\")
              || !resolved.startsWith(directory.normalize())
              || resolved.equals(directory.normalize());
      if (leaves || !resolved.toRealPath().startsWith(directory.toRealPath())) {
        throw BrokenModel.key(manifest, "files", file.path() + " leaves the model's folder");
      }
      return resolved;
    } catch (InvalidPathException e) {
      throw BrokenModel.key(manifest, "files", "a path that this system cannot have");
    } catch (IOException e) {
      throw BrokenModel.key(manifest, "files", file.path() + " does not exist");
    }
  }

  private static void check(Path path, ModelFile file) {
    requireRegular(path);
    try {
      String actual = ModelFile.sha256(path);
      if (!actual.equals(file.sha256())) {
        throw BrokenModel.file(
            path, "sha256 " + actual + " (expected: " + file.sha256() + ", as model.yaml says)");
      }
    } catch (IOException e) {
      throw BrokenModel.file(path, "cannot be read: " + FaultWords.of(e));
    }
  }
}
