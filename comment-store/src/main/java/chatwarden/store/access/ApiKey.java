package chatwarden.store.access;

import chatwarden.domain.access.ChatScope;
import chatwarden.domain.access.Role;
import chatwarden.runtime.error.InvalidInputException;
import java.time.Instant;

/**
 * An API key as it is stored: everything but the key itself.
 *
 * @param id its identifier, part of the key: ten letters or digits
 * @param name what people call it: 1 to 64 characters, none of them a control character
 * @param role what its holder may do
 * @param chats where the holder may do it
 * @param digest the SHA-256 of the key, in hexadecimal
 * @param createTime when it was made
 */
public record ApiKey(
    String id, String name, Role role, ChatScope chats, String digest, Instant createTime) {

  private static final int MAX_NAME = 64;

  /**
   * Checks all of it.
   *
   * @throws InvalidInputException naming {@code name} when it is none
   */
  public ApiKey {
    if (!id.matches("[a-z0-9]{10}")) {
      throw new IllegalArgumentException("id: not an id of a key (expected: 10 of a-z0-9)");
    }
    if (name.isBlank()
        || name.codePointCount(0, name.length()) > MAX_NAME
        || name.chars().anyMatch(Character::isISOControl)) {
      throw InvalidInputException.of(
          "name", "not a name of a key (expected: 1 to " + MAX_NAME + " printable characters)");
    }
    if (!digest.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("digest: not a SHA-256 in hexadecimal");
    }
  }
}
