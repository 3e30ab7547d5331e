package chatwarden.store.review;

import chatwarden.review.v1.AuditEntry;
import chatwarden.review.v1.ClaimReviewsResponse;
import chatwarden.review.v1.GetReviewContextResponse;
import chatwarden.review.v1.Review;
import chatwarden.runtime.error.ChatwardenException;
import java.time.Duration;
import java.util.List;

/**
 * The queue of flagged comments, the decisions on them and the audit log. No comment is ever held
 * by two. Safe for use by many threads; every method blocks for Redis.
 */
public interface ReviewStore {

  /**
   * Comments for {@code reviewer} to decide on, those published first before others; none that the
   * platform deleted, and none that a ban covers.
   *
   * @param count how many to hold at most, in [1, 50]
   * @param lease for how long
   * @throws ChatwardenException NOT_FOUND, CHAT_NOT_FOUND
   */
  ClaimReviewsResponse claim(String chat, Reviewer reviewer, int count, Duration lease);

  /** Gives back what {@code reviewer} holds of {@code comments}. */
  void release(String chat, Reviewer reviewer, List<String> comments);

  /**
   * The review of one comment.
   *
   * @throws ChatwardenException NOT_FOUND, COMMENT_NOT_FOUND
   */
  Review get(String chat, String comment);

  /**
   * The comments around a comment and by its author.
   *
   * @throws ChatwardenException NOT_FOUND, COMMENT_NOT_FOUND
   */
  GetReviewContextResponse context(String chat, String comment);

  /**
   * Decides, and appends to the audit log. The same decision of the same reviewer and caller again
   * changes nothing and returns the review.
   *
   * @throws ChatwardenException NOT_FOUND, COMMENT_NOT_FOUND
   * @throws ChatwardenException FAILED_PRECONDITION, REVIEW_NOT_HELD
   */
  Review decide(String chat, String comment, Reviewer reviewer, Verdict verdict);

  /**
   * Takes a decision back, lets {@code reviewer} hold the comment, and appends to the audit log.
   *
   * @throws ChatwardenException NOT_FOUND, COMMENT_NOT_FOUND
   * @throws ChatwardenException FAILED_PRECONDITION, REVIEW_UNDECIDED
   */
  Review undo(String chat, String comment, Reviewer reviewer);

  /**
   * The log, the newest first.
   *
   * @param pageSize in [0, 1,000]; 0 is 50
   * @throws ChatwardenException NOT_FOUND, CHAT_NOT_FOUND
   */
  AuditPage audit(String chat, int pageSize, String pageToken);

  /**
   * Returns at most {@code limit} entries after the one with this id, the oldest first; from the
   * beginning where it is empty.
   *
   * @throws ChatwardenException NOT_FOUND, CHAT_NOT_FOUND
   */
  List<AuditEntry> auditAfter(String chat, String id, int limit);
}
