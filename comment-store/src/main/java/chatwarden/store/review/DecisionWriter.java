package chatwarden.store.review;

import chatwarden.domain.sketch.Sketch;
import chatwarden.review.v1.AuditAction;
import chatwarden.review.v1.DecidedComment;
import chatwarden.review.v1.Decision;
import chatwarden.review.v1.Review;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.comment.CommentSketch;
import chatwarden.store.comment.RecordCalls;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.RedisFaults;
import chatwarden.store.redis.Script;
import chatwarden.store.redis.ScriptCall;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.redis.StoredTime;
import chatwarden.type.v1.Comment;
import io.lettuce.core.ScriptOutputType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/**
 * Writes decisions: each is one script that changes the comment and the queue, appends to the audit
 * log and notifies the watchers. Safe for use by many threads.
 */
final class DecisionWriter {

  /** How long the reviewer who takes a decision back holds the comment. */
  private static final Duration UNDO_LEASE = Duration.ofMinutes(5);

  private final SharedConnection redis;
  private final Duration sketchTtl;
  private final int streamMaxLength;
  private final InstantSource clock;

  DecisionWriter(
      SharedConnection redis, Duration sketchTtl, int streamMaxLength, InstantSource clock) {
    this.redis = redis;
    this.sketchTtl = sketchTtl;
    this.streamMaxLength = streamMaxLength;
    this.clock = clock;
  }

  /** A condition on the comment that has to hold for a decision. */
  private record Guard(String name, Decision seen, String group) {

    static final Guard HELD = new Guard("HELD", Decision.DECISION_UNSPECIFIED, "");

    static Guard seen(Decision decision, String group) {
      return new Guard("SEEN", decision, group);
    }

    static Guard group(String group) {
      return new Guard("GROUP", Decision.DECISION_UNSPECIFIED, group);
    }
  }

  /** Decides on a comment that the reviewer holds. */
  void decide(Review review, Reviewer reviewer, Verdict verdict) {
    decide(review, reviewer, verdict, Guard.HELD);
  }

  /** Decides on any comment whose decision is {@code replaced}. */
  void decideAny(Review review, Reviewer reviewer, Verdict verdict, Decision replaced) {
    decide(review, reviewer, verdict, Guard.seen(replaced, ""));
  }

  /** Decides on a comment without a decision, as one of a group. */
  void decideInGroup(Review review, Reviewer reviewer, Verdict verdict, String group) {
    decide(review, reviewer, verdict, Guard.seen(Decision.DECISION_UNSPECIFIED, group));
  }

  private void decide(Review review, Reviewer reviewer, Verdict verdict, Guard guard) {
    Duration timeout = verdict.authorTimeout();
    long hour = Sketch.hourOf(clock.instant());
    long before = hourOf(review);
    DecidedComment.Builder event = event(review).setDecision(verdict.decision());
    if (timeout != null) {
      event.setAuthorTimeout(StoredTime.durationOfMillis(timeout.toMillis()));
    }
    write(
        call(AuditAction.DECIDE, guard, review, reviewer, hour)
            .key(keys(review).sketch(before))
            .argument(verdict.decision().name())
            .argument(reviewer.name())
            .argument(reviewer.caller())
            .argument(verdict.note())
            .argument(timeout == null ? "" : Long.toString(timeout.toMillis()))
            .argument(event.build().toByteArray())
            .argument(streamMaxLength)
            .argument(hour)
            .argument(sketchTtl.toMillis())
            .argument(item(review, verdict.decision()))
            .argument(item(review, review.getDecision())));
  }

  /** Takes a decision back. */
  void undo(Review review, Reviewer reviewer) {
    undo(review, reviewer, Guard.HELD);
  }

  /** Takes a decision back that was made in this group. */
  void undoInGroup(Review review, Reviewer reviewer, String group) {
    undo(review, reviewer, Guard.group(group));
  }

  private void undo(Review review, Reviewer reviewer, Guard guard) {
    long hour = hourOf(review);
    write(
        call(AuditAction.UNDO, guard, review, reviewer, hour)
            .key(keys(review).sketch(hour))
            .argument("")
            .argument(reviewer.name())
            .argument(reviewer.caller())
            .argument("")
            .argument("")
            .argument(event(review).build().toByteArray())
            .argument(streamMaxLength)
            .argument(hour)
            .argument(sketchTtl.toMillis())
            .argument(item(review, review.getDecision()))
            .argument(""));
  }

  private static ScriptCall call(
      AuditAction action, Guard guard, Review review, Reviewer reviewer, long hour) {
    ChatKeys keys = keys(review);
    Comment comment = review.getComment().getComment();
    String seen = guard.seen() == Decision.DECISION_UNSPECIFIED ? "" : guard.seen().name();
    return RecordCalls.ofChat(Script.JUDGE_REVIEW, keys.chat())
        .keys(keys.reviewQueue())
        .key(keys.comment(comment.getId()))
        .key(keys.audit())
        .key(keys.settings())
        .key(keys.sketch(hour))
        .key(keys.sketchedHours())
        .argument(action.name())
        .argument(guard.name())
        .argument(seen)
        .argument(guard.group())
        .argument(reviewer.holder())
        .argument(comment.getId())
        .argument(UUID.randomUUID().toString())
        .argument(StoredTime.micros(comment.getPublishTime()))
        .argument(UNDO_LEASE.toMillis());
  }

  private static ChatKeys keys(Review review) {
    return new ChatKeys(review.getComment().getComment().getChat());
  }

  private static DecidedComment.Builder event(Review review) {
    Comment comment = review.getComment().getComment();
    return DecidedComment.newBuilder().setChat(comment.getChat()).setId(comment.getId());
  }

  /** Returns the hour that the decision on a comment counts in. */
  private static long hourOf(Review review) {
    return Sketch.hourOf(Instant.ofEpochSecond(review.getDecideTime().getSeconds()));
  }

  /**
   * Returns the item that a decision counts as; none without a decision, and for comments that are
   * not flagged, as the count is of flags that were overturned.
   */
  private static String item(Review review, Decision decision) {
    return review.getComment().getFlagged() && decision != Decision.DECISION_UNSPECIFIED
        ? CommentSketch.decided(review.getComment().getClassification(), decision == Decision.ALLOW)
        : "";
  }

  private void write(ScriptCall call) {
    byte[] answer = RedisFaults.await(redis.<byte[]>run(call, ScriptOutputType.VALUE));
    switch (new String(answer, StandardCharsets.UTF_8)) {
      case "DONE" -> {}
      case "GONE" -> throw RedisReviewStore.commentNotFound();
      case "NOT_HELD" ->
          throw refusal(
              "REVIEW_NOT_HELD",
              "the reviewer does not hold this comment, or it is decided; claim it first");
      case "CHANGED" ->
          throw refusal(
              "DECISION_CHANGED",
              "this comment is decided otherwise than the request says; read its review and name"
                  + " the decision that is replaced (replaced_decision)");
      case "UNDECIDED" ->
          throw refusal("REVIEW_UNDECIDED", "this comment has no decision to take back");
      default -> throw new IllegalStateException("unknown answer of judge_review (a bug)");
    }
  }

  private static ChatwardenException refusal(String reason, String message) {
    return FaultCode.FAILED_PRECONDITION.exception(reason, message);
  }
}
