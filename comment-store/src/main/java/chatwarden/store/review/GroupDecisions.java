package chatwarden.store.review;

import chatwarden.comment.v1.CommentFilter;
import chatwarden.review.v1.AuditAction;
import chatwarden.review.v1.AuditEntry;
import chatwarden.review.v1.CommentScope;
import chatwarden.review.v1.DecidedComment;
import chatwarden.review.v1.Decision;
import chatwarden.review.v1.Review;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.comment.CommentPage;
import chatwarden.store.comment.CommentQuery;
import chatwarden.store.comment.CommentStore;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.ModeratedComment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Decides on several comments as a group, each by a stroke of its own: what breaks off is completed
 * by the next call of the same group. Safe for use by many threads; blocks for the store.
 */
final class GroupDecisions {

  /** How many comments a group has at most. */
  static final int MOST = 500;

  /** How many comments, or entries of the log, are looked at. */
  private static final int LOOKED_AT = 10_000;

  private static final int PAGE = 500;

  private final CommentStore comments;
  private final ReviewStore reviews;
  private final DecisionWriter decisions;

  GroupDecisions(CommentStore comments, ReviewStore reviews, DecisionWriter decisions) {
    this.comments = comments;
    this.reviews = reviews;
    this.decisions = decisions;
  }

  /** The comments that fit, the newest first, and whether there may be more. */
  private record Fitting(List<Comment> comments, boolean more) {}

  DecidedGroup decide(
      Comment one, CommentScope scope, Reviewer reviewer, Verdict verdict, String group) {
    Fitting fitting = fitting(one, scope);
    Set<String> authors = new HashSet<>();
    List<DecidedComment> decided = new ArrayList<>();
    int kept = 0;
    for (Comment comment : fitting.comments()) {
      boolean isFirst = authors.add(comment.getAuthor().getId());
      Review review = decide(comment, reviewer, isFirst ? verdict : milder(verdict), group);
      if (review.getGroup().equals(group)) {
        decided.add(event(review));
      } else if (review.getDecision() != Decision.DECISION_UNSPECIFIED) {
        kept++;
      }
    }
    return new DecidedGroup(group, decided, kept, fitting.more());
  }

  /** Decides where nothing is decided, and returns the review as it is then. */
  private Review decide(Comment comment, Reviewer reviewer, Verdict verdict, String group) {
    Review review = reviews.get(comment.getChat(), comment.getId());
    if (review.getDecision() != Decision.DECISION_UNSPECIFIED) {
      return review;
    }
    try {
      decisions.decideInGroup(review, reviewer, verdict, group);
    } catch (ChatwardenException e) {
      // Another moderator was faster; that decision stays.
      FaultCode.FAILED_PRECONDITION.orThrow(e);
    }
    return reviews.get(comment.getChat(), comment.getId());
  }

  /** An author is timed out or banned once; the other comments are hidden. */
  private static Verdict milder(Verdict verdict) {
    return verdict.decision() == Decision.TIME_OUT || verdict.decision() == Decision.BAN
        ? new Verdict(Decision.HIDE, verdict.note(), null)
        : verdict;
  }

  private Fitting fitting(Comment one, CommentScope scope) {
    boolean isOfAuthor = scope == CommentScope.SAME_AUTHOR;
    CommentFilter filter =
        isOfAuthor
            ? CommentFilter.newBuilder().setAuthorId(one.getAuthor().getId()).build()
            : CommentFilter.getDefaultInstance();
    String text = folded(one);
    Predicate<Comment> fits = comment -> isOfAuthor || folded(comment).equals(text);
    List<Comment> found = new ArrayList<>();
    String token = "";
    for (int looked = 0; looked < LOOKED_AT; looked += PAGE) {
      CommentPage page = comments.list(new CommentQuery(one.getChat(), PAGE, token, filter));
      page.comments().stream().map(ModeratedComment::getComment).filter(fits).forEach(found::add);
      token = page.nextPageToken();
      if (found.size() > MOST || token.isEmpty()) {
        break;
      }
    }
    boolean more = found.size() > MOST || !token.isEmpty();
    return new Fitting(found.stream().limit(MOST).toList(), more);
  }

  private static String folded(Comment comment) {
    return comment.getText().strip().toLowerCase(Locale.ROOT);
  }

  /** Takes back the decisions of a group that still hold. */
  List<DecidedComment> undo(String chat, String group, Reviewer reviewer) {
    List<DecidedComment> undone = new ArrayList<>();
    for (String id : members(chat, group)) {
      try {
        Review review = reviews.get(chat, id);
        if (review.getGroup().equals(group)) {
          decisions.undoInGroup(review, reviewer, group);
          undone.add(DecidedComment.newBuilder().setChat(chat).setId(id).build());
        }
      } catch (ChatwardenException e) {
        // It was changed or removed in between.
        if (!FaultCode.NOT_FOUND.isOf(e)) {
          FaultCode.FAILED_PRECONDITION.orThrow(e);
        }
      }
    }
    // So many comments wait for any reviewer.
    reviews.release(chat, reviewer, undone.stream().map(DecidedComment::getId).toList());
    return undone;
  }

  /** Returns the ids of the comments that were decided in a group, the newest decision first. */
  private Set<String> members(String chat, String group) {
    Set<String> members = new LinkedHashSet<>();
    String token = "";
    for (int looked = 0; looked < LOOKED_AT; looked += PAGE) {
      AuditPage page = reviews.audit(chat, PAGE, token);
      page.entries().stream()
          .filter(entry -> entry.getAction() == AuditAction.DECIDE)
          .filter(entry -> entry.getGroup().equals(group))
          .map(AuditEntry::getComment)
          .forEach(members::add);
      token = page.nextPageToken();
      if (token.isEmpty()) {
        break;
      }
    }
    return members;
  }

  private static DecidedComment event(Review review) {
    DecidedComment.Builder event =
        DecidedComment.newBuilder()
            .setChat(review.getComment().getComment().getChat())
            .setId(review.getComment().getComment().getId())
            .setDecision(review.getDecision())
            .setDecideTime(review.getDecideTime());
    if (review.hasAuthorTimeout()) {
      event.setAuthorTimeout(review.getAuthorTimeout());
    }
    return event.build();
  }
}
