package chatwarden.store.action;

import chatwarden.action.v1.Action;
import java.util.List;

/**
 * A page of actions.
 *
 * @param actions the newest first
 * @param nextPageToken of the next page; empty on the last
 */
public record ActionPage(List<Action> actions, String nextPageToken) {

  /** Copies the list. */
  public ActionPage {
    actions = List.copyOf(actions);
  }
}
