package chatwarden.store.synthetic;

import chatwarden.runtime.error.FaultCode;
import java.time.Duration;

/**
 * The synthetic comments in the store. Blocks, and fails with {@link FaultCode#UNAVAILABLE} while
 * the store is away. Safe for use by many threads.
 */
public interface SyntheticStore {

  /** Returns whether this process has the turn: one process has it, once an interval. */
  boolean takeTurn(Duration interval);

  /** Returns whether the comment of this id is recorded. */
  boolean isRecorded(String id);

  /** Removes all synthetic comments, with everything that their recording left. */
  void clear();
}
