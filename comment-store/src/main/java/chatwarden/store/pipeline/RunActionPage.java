package chatwarden.store.pipeline;

import chatwarden.mlops.v1.RunAction;
import java.util.List;

/**
 * Some actions on runs.
 *
 * @param actions the newest first
 * @param nextPageToken of the next page; empty on the last
 */
public record RunActionPage(List<RunAction> actions, String nextPageToken) {

  /** Copies the actions. */
  public RunActionPage {
    actions = List.copyOf(actions);
  }
}
