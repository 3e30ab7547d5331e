package chatwarden.serving.repository;

import chatwarden.runtime.error.FaultWords;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** The folder of a version of a model: what its manifest says, and its files, all checked. */
public final class ModelFiles {

  private static final String MANIFEST = "model.yaml";

  private final ModelManifest manifest;
  private final Path directory;
  private final Map<String, Path> paths;

  private ModelFiles(ModelManifest manifest, Path directory, Map<String, Path> paths) {
    this.manifest = manifest;
    this.directory = directory;
    this.paths = paths;
  }

  /**
   * The manifest alone of the version {@code id} in {@code directory}; no other file is read.
   *
   * @throws chatwarden.runtime.error.FailedPreconditionException if it is wrong, or says that it is
   *     another version
   */
  static ModelManifest manifest(ModelId id, Path directory) {
    ModelManifest manifest = manifest(directory);
    if (!manifest.id().equals(id)) {
      throw BrokenModel.file(directory, MANIFEST + " says that this is " + manifest.id());
    }
    return manifest;
  }

  private static ModelManifest manifest(Path directory) {
    return ManifestReader.read(directory.resolve(MANIFEST));
  }

  /**
   * Reads the manifest of the version in {@code directory} and checks every file that it lists.
   *
   * @throws chatwarden.runtime.error.FailedPreconditionException if the manifest is wrong, a file
   *     is missing, lies outside of the folder, or has another checksum
   */
  public static ModelFiles open(Path directory) {
    ModelManifest manifest = manifest(directory);
    Map<String, Path> paths = new LinkedHashMap<>();
    for (ModelFile file : manifest.files()) {
      Path path = inside(directory, file);
      check(path, file);
      paths.put(file.path(), path);
    }
    return new ModelFiles(manifest, directory, paths);
  }

  /** What {@code model.yaml} says. */
  public ModelManifest manifest() {
    return manifest;
  }

  /**
   * Where the file is that the manifest lists as {@code path}.
   *
   * @throws chatwarden.runtime.error.FailedPreconditionException if it lists no such file
   */
  public Path path(String path) {
    Path found = paths.get(path);
    if (found == null) {
      String problem = "does not list " + path + ", which format " + manifest.format() + " needs";
      throw BrokenModel.key(directory.resolve(MANIFEST), "files", problem);
    }
    return found;
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
    String actual = sha256(path);
    if (!actual.equals(file.sha256())) {
      throw BrokenModel.file(
          path, "sha256 " + actual + " (expected: " + file.sha256() + ", as model.yaml says)");
    }
  }

  private static String sha256(Path path) {
    try (InputStream content = Files.newInputStream(path)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[64 * 1024];
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw BrokenModel.file(path, "cannot be read: " + FaultWords.of(e));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing from this JVM", e);
    }
  }
}
