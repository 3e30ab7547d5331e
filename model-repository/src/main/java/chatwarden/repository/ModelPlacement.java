package chatwarden.repository;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Puts a version of a model among those of a folder, whole or not at all. */
public final class ModelPlacement {

  private ModelPlacement() {}

  /**
   * Returns whether a version is in a folder already.
   *
   * @throws ChatwardenException ALREADY_EXISTS, where a version of that number has other content
   */
  public static boolean isPlaced(ModelFiles version, Path models) {
    ModelId id = version.manifest().id();
    Path place = models.resolve(id.name()).resolve(id.version());
    if (!Files.exists(place)) {
      return false;
    }
    if (ModelFiles.manifest(id, place).equals(version.manifest())) {
      return true;
    }
    throw FaultCode.ALREADY_EXISTS.exception(
        "VERSION_EXISTS",
        "%s is in %s with other content (expected: a number that is free)".formatted(id, models));
  }

  /**
   * Copies a version to {@code models/<name>/<version>}, with its card and report, checks the copy,
   * and gives it its name at once. A version that is there with the same content stays.
   *
   * @return the folder of the version
   * @throws ChatwardenException ALREADY_EXISTS, where a version of that number has other content
   */
  public static Path place(ModelFiles version, Path models) throws IOException {
    ModelId id = version.manifest().id();
    Path place = models.resolve(id.name()).resolve(id.version());
    if (isPlaced(version, models)) {
      return place;
    }
    Path copy = models.resolve(id.name()).resolve(".placing-" + id.version());
    Files.createDirectories(copy);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(version.directory())) {
      for (Path file : files) {
        if (Files.isRegularFile(file)) {
          Files.copy(
              file,
              copy.resolve(String.valueOf(file.getFileName())),
              StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    var _ = ModelFiles.open(copy);
    return Files.move(copy, place, StandardCopyOption.ATOMIC_MOVE);
  }
}
