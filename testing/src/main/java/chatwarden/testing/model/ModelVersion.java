package chatwarden.testing.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** A version of a model that is put together file by file and written with its checksums. */
public final class ModelVersion {

  private final Map<String, byte[]> files = new LinkedHashMap<>();

  /** Adds files of a folder. */
  public ModelVersion copy(Path folder, String... names) {
    for (String name : names) {
      try {
        files.put(name, Files.readAllBytes(folder.resolve(name)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return this;
  }

  /** Adds a file. */
  public ModelVersion file(String name, String content) {
    files.put(name, content.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /**
   * Writes the version into a model repository.
   *
   * @param manifest the lines of {@code model.yaml} but for {@code name}, {@code version} and
   *     {@code files}
   */
  public Path write(Path repository, String name, String version, String manifest) {
    Path folder = repository.resolve(name).resolve(version);
    StringBuilder yaml =
        new StringBuilder("name: %s\nversion: \"%s\"\n%s".formatted(name, version, manifest));
    yaml.append("files:\n");
    try {
      Files.createDirectories(folder);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Files.write(folder.resolve(file.getKey()), file.getValue());
        yaml.append(
            "  - {path: %s, sha256: %s}\n".formatted(file.getKey(), sha256(file.getValue())));
      }
      Files.writeString(folder.resolve("model.yaml"), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
