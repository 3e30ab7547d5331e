package chatwarden.store.action;

import chatwarden.action.v1.Action;
import chatwarden.runtime.error.ChatwardenException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The actions of all chats. An action that was added stays until its final state, whatever process
 * ends in between, and its changes are told to the watchers of the chat. Safe for use by many
 * threads; every method blocks for the store.
 */
public interface ActionStore {

  /** How many actions of a chat may be open at a time. */
  int MAX_OPEN = 1_000;

  /**
   * Adds an action that waits, or one that is over as it is a dry run.
   *
   * @return the action as it is stored: the one that was there before where its id is taken
   * @throws ChatwardenException OVERLOADED, OUTBOX_FULL when {@link #MAX_OPEN} actions of the chat
   *     are open
   */
  Action add(Action action);

  /** Returns an action with its revision; empty when the chat has none of this id. */
  Optional<StoredAction> find(String chat, String id);

  /**
   * Returns a page of the actions of a chat.
   *
   * @param comment only those about it; empty for all
   * @param pageSize in [0, 1,000]; 0 is 50
   */
  ActionPage list(String chat, String comment, int pageSize, String pageToken);

  /**
   * Returns actions whose next try is due, and those that are being sent although their next try
   * is: their sender is gone. The one due first comes first.
   */
  List<StoredAction> due(String chat, Instant now, int limit);

  /** Returns how many actions of a chat are open. */
  long openCount(String chat);

  /**
   * Puts {@code after} in the place of an action, unless it changed since it was read. One that
   * ends is written into the audit log.
   *
   * @return false when it changed in between, or, where {@code after} is being sent, when the
   *     action that it follows is still open
   */
  boolean change(StoredAction before, Action after);
}
