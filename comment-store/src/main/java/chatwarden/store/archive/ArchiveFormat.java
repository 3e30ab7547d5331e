package chatwarden.store.archive;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The format of the file: the magic bytes, the version of the format, then one stream of zlib. That
 * has the header, the records, the counts, and the SHA-256 of all of these. Numbers are big-endian;
 * strings are UTF-8 with their length in bytes before them.
 */
final class ArchiveFormat {

  static final int VERSION = 1;
  static final byte[] MAGIC = "chatwarden-backup\n".getBytes(StandardCharsets.US_ASCII);

  /** The next is a record. */
  static final int RECORD = 1;

  /** The next are the counts, and nothing follows. */
  static final int END = 0;

  static final int MAX_KEY = 16 * 1024;

  /** The most bytes that Redis takes in a value. */
  static final int MAX_ITEM = 512 * 1024 * 1024;

  static final int MAX_ITEMS = 1 << 20;

  private ArchiveFormat() {}

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Returns the refusal of a file that is not as it was written. */
  static ChatwardenException damaged(Path file, String problem) {
    return FaultCode.FAILED_PRECONDITION.exception(
        "ARCHIVE_DAMAGED",
        file
            + ": "
            + problem
            + " (expected: the file that chatwarden backup wrote); nothing was restored, use"
            + " another copy");
  }
}
