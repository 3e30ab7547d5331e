package chatwarden.store.automation;

import chatwarden.automation.v1.AutomaticAction;
import java.util.List;

/**
 * A page of automatic actions.
 *
 * @param nextPageToken of the page after; empty on the last
 */
public record AutomaticActionPage(List<AutomaticAction> actions, String nextPageToken) {

  /** Copies the list. */
  public AutomaticActionPage {
    actions = List.copyOf(actions);
  }
}
