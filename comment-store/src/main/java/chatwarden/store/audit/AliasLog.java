package chatwarden.store.audit;

import chatwarden.registry.v1.AliasMove;
import java.util.Map;

/**
 * The log of moves of aliases, and the last known place of each. Blocks for the store; safe for use
 * by many threads. Every call fails with a {@link chatwarden.runtime.error.ChatwardenException}
 * when the store is away.
 */
public interface AliasLog {

  /**
   * Notes a move, unless the alias is known to point there.
   *
   * @param move without id and time
   * @return the entry; {@code move} itself where it was known
   */
  AliasMove note(AliasMove move);

  /** Returns the registered version that each alias is known to point to. */
  Map<AliasName, String> known();

  /**
   * Returns moves, the newest first.
   *
   * @param pageSize in [1, 1,000]; 0 is 50
   * @param pageToken of the page before; empty for the first
   * @throws chatwarden.runtime.error.InvalidInputException if the token is not one
   */
  AliasMovePage list(int pageSize, String pageToken);
}
