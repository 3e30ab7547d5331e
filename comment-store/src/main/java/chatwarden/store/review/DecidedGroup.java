package chatwarden.store.review;

import chatwarden.review.v1.DecidedComment;
import java.util.List;

/**
 * Decisions that were made as one, and are undone as one.
 *
 * @param group the id of the group
 * @param decided the comments of the group, the newest first
 * @param kept how many that fit were decided already
 * @param more whether there may be more that fit
 */
public record DecidedGroup(String group, List<DecidedComment> decided, int kept, boolean more) {

  /** Copies the list. */
  public DecidedGroup {
    decided = List.copyOf(decided);
  }
}
