package chatwarden.repository.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The content of an object, by its digests.
 *
 * @param size its bytes
 * @param sha256 64 hexadecimal digits in lower case
 * @param md5 in Base64, as {@code Content-MD5} has it; Azure checks no other
 */
public record ObjectContent(long size, String sha256, String md5) {

  /** Reads a file. */
  static ObjectContent of(Path file) throws IOException {
    try (InputStream content = Files.newInputStream(file)) {
      return of(content);
    }
  }

  /** Reads a text that is in memory. */
  static ObjectContent of(byte[] content) {
    try {
      return of(new ByteArrayInputStream(content));
    } catch (IOException e) {
      throw new IllegalStateException("reading memory failed (a bug)", e);
    }
  }

  private static ObjectContent of(InputStream content) throws IOException {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      byte[] buffer = new byte[64 * 1024];
      long size = 0;
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        sha256.update(buffer, 0, read);
        md5.update(buffer, 0, read);
        size += read;
      }
      return new ObjectContent(
          size,
          HexFormat.of().formatHex(sha256.digest()),
          Base64.getEncoder().encodeToString(md5.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 or MD5 is missing from this JVM", e);
    }
  }
}
