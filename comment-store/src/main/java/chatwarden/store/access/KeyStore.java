package chatwarden.store.access;

import chatwarden.runtime.error.ChatwardenException;
import java.util.List;

/**
 * The API keys in force. Blocks for the store; safe for use by many threads. Every call fails with
 * a {@link ChatwardenException} when the store is away.
 */
public interface KeyStore {

  /** How many keys there may be at a time. */
  int MAX_KEYS = 1_000;

  /**
   * Stores a key.
   *
   * @throws ChatwardenException FAILED_PRECONDITION, when there are {@link #MAX_KEYS} already
   */
  void add(ApiKey key);

  /** All of them, the oldest first. */
  List<ApiKey> list();

  /** Takes a key out of force; false when there is none of this id. */
  boolean revoke(String id);
}
