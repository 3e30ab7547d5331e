package chatwarden.store.audit;

import chatwarden.registry.v1.AliasMove;
import java.util.List;

/**
 * Some moves of aliases.
 *
 * @param moves the newest first
 * @param nextPageToken of the next page; empty on the last
 */
public record AliasMovePage(List<AliasMove> moves, String nextPageToken) {

  /** Copies the moves. */
  public AliasMovePage {
    moves = List.copyOf(moves);
  }
}
