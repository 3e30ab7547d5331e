package chatwarden.ingest.source;

import chatwarden.domain.chat.ChatIds;
import chatwarden.runtime.limit.CommentLimits;
import chatwarden.runtime.limit.FieldRules;
import chatwarden.type.v1.Author;
import chatwarden.type.v1.Badge;
import chatwarden.type.v1.BannedAuthor;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.DeletedComment;
import chatwarden.type.v1.HeldComment;
import chatwarden.type.v1.HeldState;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a comment, or a report about one, may enter the pipeline: the limits that the API
 * states for them, for every source alike.
 *
 * <p>Stateless: any thread may ask. A problem names its field and never repeats the field's
 * content.
 */
public final class CommentValidator {
  /** The most badges of an author. */
  public static final int MAX_BADGES = FieldRules.most(Author.getDescriptor(), "badges");

  private static final long MAX_DURATION_SECONDS = 315_576_000_000L;

  private CommentValidator() {}

  /**
   * A problem of an input.
   *
   * @param field the path of the field below the message that was checked: {@code author.name}
   * @param problem the problem, in words for people
   */
  public record Problem(String field, String problem) {}

  /** Returns the problem of a comment; empty when it may enter the pipeline. */
  public static Optional<Problem> check(Comment comment) {
    return first(
        problem("id", CommentLimits.problemOfId(comment.getId())),
        chat("chat", comment.getChat()),
        problem("text", CommentLimits.problemOfText(comment.getText())),
        comment.hasAuthor() ? author(comment.getAuthor()) : null,
        problem("origin", CommentLimits.problemOfName(comment.getOrigin())),
        comment.hasPublishTime() ? time("publish_time", comment.getPublishTime()) : null);
  }

  /** Returns the problem of a report; empty when it may enter the pipeline. */
  public static Optional<Problem> check(DeletedComment deletion) {
    return first(
        problem("id", CommentLimits.problemOfId(deletion.getId())),
        chat("chat", deletion.getChat()),
        deletion.hasDeleteTime() ? time("delete_time", deletion.getDeleteTime()) : null);
  }

  /** Returns the problem of a report; empty when it may enter the pipeline. */
  public static Optional<Problem> check(BannedAuthor ban) {
    return first(
        chat("chat", ban.getChat()),
        author(ban.getAuthor()),
        ban.hasBanTime() ? time("ban_time", ban.getBanTime()) : null,
        ban.hasBanDuration() ? duration("ban_duration", ban.getBanDuration()) : null);
  }

  /** Returns the problem of a report; empty when it may enter the pipeline. */
  public static Optional<Problem> check(HeldComment held) {
    Comment comment = held.getComment();
    return first(
        chat("chat", held.getChat()),
        problem("comment.id", CommentLimits.problemOfId(comment.getId())),
        held.getState() == HeldState.HELD
            ? problem("comment.text", CommentLimits.problemOfText(comment.getText()))
            : null,
        author(comment.getAuthor()),
        problem("category", CommentLimits.problemOfName(held.getCategory())),
        held.hasHoldTime() ? time("hold_time", held.getHoldTime()) : null);
  }

  private static Optional<Problem> first(@Nullable Problem... problems) {
    for (Problem problem : problems) {
      if (problem != null) {
        return Optional.of(problem);
      }
    }
    return Optional.empty();
  }

  private static @Nullable Problem problem(String field, Optional<String> problem) {
    return problem.map(found -> new Problem(field, found)).orElse(null);
  }

  private static @Nullable Problem chat(String field, String chat) {
    return ChatIds.isValid(chat)
        ? null
        : new Problem(field, "must be 1 to 128 characters of [A-Za-z0-9_.-], not . or ..");
  }

  private static @Nullable Problem author(Author author) {
    if (author.getBadgesCount() > MAX_BADGES) {
      return new Problem(
          "author.badges", author.getBadgesCount() + " badges (expected: at most 8)");
    }
    for (Badge badge : author.getBadgesList()) {
      if (badge == Badge.UNRECOGNIZED || badge == Badge.BADGE_UNSPECIFIED) {
        return new Problem("author.badges", "must be OWNER, MODERATOR, MEMBER or VERIFIED");
      }
    }
    Problem id = problem("author.id", CommentLimits.problemOfName(author.getId()));
    return id != null ? id : problem("author.name", CommentLimits.problemOfName(author.getName()));
  }

  private static @Nullable Problem time(String field, Timestamp time) {
    return CommentLimits.isTime(time)
        ? null
        : new Problem(field, "must be a time of the years 1 to 9999");
  }

  private static @Nullable Problem duration(String field, Duration duration) {
    boolean valid =
        duration.getSeconds() >= 0
            && duration.getSeconds() <= MAX_DURATION_SECONDS
            && duration.getNanos() >= 0
            && duration.getNanos() < 1_000_000_000;
    return valid ? null : new Problem(field, "must be a duration of 0 to 10,000 years");
  }
}
