package chatwarden.repository.remote;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names the folder of a remote's cache. */
final class CacheFolders {

  private static final int READABLE = 64;

  private CacheFolders() {}

  /** Returns a name that people recognise and that no other remote has. */
  static String name(String remote) {
    String readable = remote.replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-|-$", "");
    String tail = readable.substring(Math.max(0, readable.length() - READABLE));
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(remote.getBytes(StandardCharsets.UTF_8));
      return tail + "-" + HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing from this JVM", e);
    }
  }
}
