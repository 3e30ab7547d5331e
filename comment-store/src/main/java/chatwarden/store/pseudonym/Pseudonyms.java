package chatwarden.store.pseudonym;

import chatwarden.runtime.error.ChatwardenException;

/**
 * Replaces ids of authors. Blocks for the store at the first call; safe for use by many threads.
 */
public interface Pseudonyms {

  /**
   * Returns the pseudonym of an id: 32 hexadecimal digits, always the same for the same id, and of
   * no use without the key; empty for an empty id.
   *
   * @throws ChatwardenException UNAVAILABLE, while the store is away
   */
  String of(String id);
}
