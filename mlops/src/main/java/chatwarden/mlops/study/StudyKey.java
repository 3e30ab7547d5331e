package chatwarden.mlops.study;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What distinguishes a study from others of its journal.
 *
 * @param subject the subject of the search, such as {@code vi-linear}
 * @param fingerprint the SHA-256 of data, starting point, space and seed, in hexadecimal digits
 * @param metric the name of the loss
 */
public record StudyKey(String subject, String fingerprint, String metric) {
  private static final int NAMED_DIGITS = 12;

  /**
   * Returns a key.
   *
   * @param content data, starting point, space and seed; a study is continued only by the same
   */
  public static StudyKey of(String subject, String content, String metric) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(content.getBytes(StandardCharsets.UTF_8));
      return new StudyKey(subject, HexFormat.of().formatHex(hash), metric);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Returns the name of the study: the subject, and the first digits of the fingerprint. */
  public String name() {
    return subject + "-" + fingerprint.substring(0, NAMED_DIGITS);
  }
}
