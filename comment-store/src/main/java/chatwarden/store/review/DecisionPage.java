package chatwarden.store.review;

import java.util.List;

/**
 * Some decisions of an audit log.
 *
 * @param decisions the oldest first
 * @param nextPageToken of the next page; empty on the last
 */
public record DecisionPage(List<MadeDecision> decisions, String nextPageToken) {

  /** Copies the decisions. */
  public DecisionPage {
    decisions = List.copyOf(decisions);
  }
}
