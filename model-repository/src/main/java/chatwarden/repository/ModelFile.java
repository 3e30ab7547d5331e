package chatwarden.repository;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file of a model.
 *
 * @param path relative to the folder of the model's version, with {@code /}, staying inside of it
 * @param sha256 the checksum of its content, 64 hexadecimal digits in lower case
 */
public record ModelFile(String path, String sha256) {

  /** Returns a file as it is now, by its name alone. */
  public static ModelFile of(Path file) throws IOException {
    return new ModelFile(String.valueOf(file.getFileName()), sha256(file));
  }

  /** Returns the checksum of a content. */
  public static String sha256(byte[] content) {
    return HexFormat.of().formatHex(digest().digest(content));
  }

  /** Returns the checksum of a file's content. */
  static String sha256(Path file) throws IOException {
    try (InputStream content = Files.newInputStream(file)) {
      MessageDigest digest = digest();
      byte[] buffer = new byte[64 * 1024];
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing from this JVM", e);
    }
  }
}
