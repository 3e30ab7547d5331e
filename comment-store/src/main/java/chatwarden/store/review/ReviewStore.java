package chatwarden.store.review;

import chatwarden.review.v1.AuditAction;
import chatwarden.review.v1.AuditEntry;
import chatwarden.review.v1.ClaimReviewsResponse;
import chatwarden.review.v1.CommentScope;
import chatwarden.review.v1.DecidedComment;
import chatwarden.review.v1.Decision;
import chatwarden.review.v1.GetReviewContextResponse;
import chatwarden.review.v1.Review;
import chatwarden.review.v1.ReviewOrder;
import chatwarden.runtime.error.ChatwardenException;
import java.time.Duration;
import java.util.List;

/**
 * The queue of flagged comments, the decisions on comments and the audit log. No comment is ever
 * held by two. Safe for use by many threads; every method blocks for Redis.
 */
public interface ReviewStore {

  /**
   * Comments for {@code reviewer} to decide on; none that the platform deleted, and none that a ban
   * covers.
   *
   * @param count how many to hold at most, in [1, 50]
   * @param lease for how long
   * @param order which unheld comments come first
   * @throws ChatwardenException NOT_FOUND, CHAT_NOT_FOUND
   */
  ClaimReviewsResponse claim(
      String chat, Reviewer reviewer, int count, Duration lease, ReviewOrder order);

  /** Claims those published first. */
  default ClaimReviewsResponse claim(String chat, Reviewer reviewer, int count, Duration lease) {
    return claim(chat, reviewer, count, lease, ReviewOrder.OLDEST_FIRST);
  }

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
   * Decides on any comment, flagged or not, whoever holds it, and appends to the audit log. The
   * same decision of the same reviewer and caller again changes nothing and returns the review.
   *
   * @param replaced the decision that the comment has so far; unspecified where it has none
   * @throws ChatwardenException NOT_FOUND, COMMENT_NOT_FOUND
   * @throws ChatwardenException FAILED_PRECONDITION, DECISION_CHANGED
   */
  Review decideAny(
      String chat, String comment, Reviewer reviewer, Verdict verdict, Decision replaced);

  /**
   * Decides on all comments of the author of a comment, or on all that have its text, at most 500
   * of the newest 10,000, each in the audit log. Those that are decided already are left as they
   * are; an author is timed out or banned on the newest comment, and the others are hidden. A call
   * of the same group again changes nothing that the first one did.
   *
   * @param scope which comments are meant
   * @param group the id by which they are undone as one
   * @throws ChatwardenException NOT_FOUND, COMMENT_NOT_FOUND
   * @throws ChatwardenException FAILED_PRECONDITION, AUTHOR_UNKNOWN
   */
  DecidedGroup decideMany(
      String chat,
      String comment,
      CommentScope scope,
      Reviewer reviewer,
      Verdict verdict,
      String group);

  /**
   * Takes back the decisions of a group that still hold, and returns their comments.
   *
   * @throws ChatwardenException NOT_FOUND, CHAT_NOT_FOUND
   */
  List<DecidedComment> undoMany(String chat, String group, Reviewer reviewer);

  /**
   * Takes a decision back, lets {@code reviewer} hold the comment where it is flagged, and appends
   * to the audit log.
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

  /**
   * Returns a page of the decisions that the log has, the oldest first, and what became of each. A
   * page may have fewer decisions than asked for, even none, while more follow.
   *
   * @param pageSize how many entries of the log to look at, in [0, 1,000]; 0 is 50
   * @throws ChatwardenException NOT_FOUND, CHAT_NOT_FOUND
   */
  DecisionPage decisions(String chat, int pageSize, String pageToken);

  /**
   * Appends to the log that {@code reviewer} exports the decisions.
   *
   * @throws ChatwardenException NOT_FOUND, CHAT_NOT_FOUND
   */
  void noteExport(String chat, Reviewer reviewer);

  /**
   * Appends to the log what {@code reviewer} does with everything that is kept of an account or of
   * a moderator.
   *
   * @param pseudonym of the account; empty for a moderator
   */
  void noteAccount(String chat, AuditAction action, String pseudonym, Reviewer reviewer);
}
