package chatwarden.store.rollout;

import chatwarden.rollout.v1.RolloutChange;
import java.util.List;

/**
 * Some changes of rollouts.
 *
 * @param changes the newest first
 * @param nextPageToken of the next page; empty on the last
 */
public record RolloutChangePage(List<RolloutChange> changes, String nextPageToken) {

  /** Copies the changes. */
  public RolloutChangePage {
    changes = List.copyOf(changes);
  }
}
