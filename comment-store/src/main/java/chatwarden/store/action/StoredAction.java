package chatwarden.store.action;

import chatwarden.action.v1.Action;

/**
 * An action as it was read.
 *
 * @param revision the number of its changes; a change is made only on the revision it was based on
 */
public record StoredAction(Action action, long revision) {}
