package chatwarden.ingest.source;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;

/**
 * Remembers which comments a source has met, up to a bound; beyond it the oldest are forgotten.
 *
 * <p>It keeps 16 bytes of hashes a comment, not the comments. Not safe for several threads.
 */
public final class SeenComments {
  private static final int BYTES_A_COMMENT = 2 * Long.BYTES;

  private final LinkedHashMap<Long, Long> textsById = new LinkedHashMap<>();
  private final MessageDigest digest = sha256();
  private final int capacity;

  /** What a source has met of a comment before. */
  public enum Sighting {
    /** Nothing. */
    NEW,
    /** The same comment. */
    REPEATED,
    /** A comment of the same id with another text. */
    CONFLICTING
  }

  /**
   * An empty memory.
   *
   * @param capacity how many comments are remembered, at least 1
   */
  public SeenComments(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity: " + capacity + " (expected: >= 1)");
    }
    this.capacity = capacity;
  }

  /**
   * Remembers the comment, unless one of its id is remembered, and returns whether it was met
   * before.
   */
  public Sighting see(String id, String text) {
    long textHash = hash(text);
    Long before = textsById.putIfAbsent(hash(id), textHash);
    if (before != null) {
      return before == textHash ? Sighting.REPEATED : Sighting.CONFLICTING;
    }
    if (textsById.size() > capacity) {
      textsById.remove(textsById.firstEntry().getKey());
    }
    return Sighting.NEW;
  }

  /** Whether a comment of this id is remembered. */
  public boolean contains(String id) {
    return textsById.containsKey(hash(id));
  }

  /** Returns the remembered comments, oldest first, for {@link #restore}. */
  public byte[] toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(textsById.size() * BYTES_A_COMMENT);
    textsById.forEach((id, text) -> bytes.putLong(id).putLong(text));
    return bytes.array();
  }

  /** Remembers what {@link #toBytes} gave; a torn rest is left out. */
  public void restore(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.remaining() >= BYTES_A_COMMENT) {
      textsById.put(buffer.getLong(), buffer.getLong());
    }
    while (textsById.size() > capacity) {
      textsById.remove(textsById.firstEntry().getKey());
    }
  }

  private long hash(String value) {
    return ByteBuffer.wrap(digest.digest(value.getBytes(StandardCharsets.UTF_8))).getLong();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("every Java platform has SHA-256", e);
    }
  }
}
