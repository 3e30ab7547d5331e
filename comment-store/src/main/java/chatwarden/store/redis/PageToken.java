package chatwarden.store.redis;

import chatwarden.runtime.error.InvalidInputException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/**
 * Where the next page of a query begins, as the opaque text that callers carry.
 *
 * @param place the last place of the page before
 */
public record PageToken(IndexPlace place) {

  private static final byte VERSION = 1;
  private static final int MAX_LENGTH = 4_096;

  /**
   * The place after which the page begins that {@code token} asks for; empty for the first page.
   */
  public static Optional<IndexPlace> read(String token, byte[] query) {
    if (token.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (token.length() > MAX_LENGTH) {
        throw refusal();
      }
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token));
      if (bytes.get() != VERSION || bytes.getLong() != fingerprint(query)) {
        throw refusal();
      }
      double score = bytes.getDouble();
      if (!Double.isFinite(score)) { // No page ends there, and Redis takes NaN for an error.
        throw refusal();
      }
      byte[] member = new byte[bytes.remaining()];
      bytes.get(member);
      return Optional.of(new IndexPlace(score, new String(member, StandardCharsets.UTF_8)));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw refusal();
    }
  }

  /** The text, of use for {@code query} alone. */
  public String write(byte[] query) {
    byte[] member = place.member().getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(1 + 2 * Long.BYTES + member.length);
    bytes.put(VERSION).putLong(fingerprint(query)).putDouble(place.score()).put(member);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  private static long fingerprint(byte[] query) {
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(query)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The refusal of a token that no page of the query gave. */
  public static InvalidInputException refusal() {
    return InvalidInputException.of(
        "page_token",
        "was not given for this query (expected: next_page_token of the page before)");
  }
}
