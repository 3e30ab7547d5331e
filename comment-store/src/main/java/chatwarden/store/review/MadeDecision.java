package chatwarden.store.review;

import chatwarden.review.v1.AuditEntry;
import chatwarden.review.v1.Review;
import java.util.Optional;

/**
 * A decision as the audit log has it, and what became of it.
 *
 * @param entry of the log, with the action DECIDE
 * @param review the review of the comment now; empty where the comment is expired
 */
public record MadeDecision(AuditEntry entry, Optional<Review> review) {

  /** What became of a decision. */
  public enum State {
    /** It holds. */
    IN_FORCE,
    /** It was taken back. */
    UNDONE,
    /** A later decision on the same comment holds. */
    SUPERSEDED,
    /** The comment is removed, or past the retention. */
    EXPIRED
  }

  /** Returns what became of it. */
  public State state() {
    if (review.isEmpty()) {
      return State.EXPIRED;
    }
    Review now = review.get();
    if (!now.hasDecideTime()) {
      return State.UNDONE;
    }
    boolean isSame =
        now.getDecideTime().equals(entry.getCreateTime())
            && now.getDecision() == entry.getDecision();
    return isSame ? State.IN_FORCE : State.SUPERSEDED;
  }
}
