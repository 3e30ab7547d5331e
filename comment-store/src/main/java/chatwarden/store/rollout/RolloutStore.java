package chatwarden.store.rollout;

import chatwarden.rollout.v1.RolloutChange;

/**
 * The rollouts of models, and the log of their changes. Blocks for the store; safe for use by many
 * threads and processes. Every call fails with a {@link
 * chatwarden.runtime.error.ChatwardenException} when the store is away.
 */
public interface RolloutStore {

  /** Returns all rollouts. */
  RolloutState read();

  /**
   * Makes a change and notes it in the log, both or neither, unless another was made meanwhile.
   *
   * @param revision that of the state on which the change was decided
   * @param change without id and time; its rollout takes the place of the model's, or is removed
   *     where its stage is OFF
   * @return whether it was made
   */
  boolean change(long revision, RolloutChange change);

  /**
   * Returns changes, the newest first.
   *
   * @param pageSize in [1, 1,000]; 0 is 50
   * @param pageToken of the page before; empty for the first
   * @throws chatwarden.runtime.error.InvalidInputException if the token is not one
   */
  RolloutChangePage changes(int pageSize, String pageToken);
}
