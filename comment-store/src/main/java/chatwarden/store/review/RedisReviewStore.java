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
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.comment.CommentHash;
import chatwarden.store.comment.CommentQuery;
import chatwarden.store.comment.CommentStore;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.RedisFaults;
import chatwarden.store.redis.Script;
import chatwarden.store.redis.ScriptCall;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.redis.StoredTime;
import chatwarden.store.retention.Retention;
import chatwarden.type.v1.Comment;
import io.lettuce.core.ScriptOutputType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The reviews in Redis: claims and decisions are one script each. */
public final class RedisReviewStore implements ReviewStore {

  /** How many undecided comments are compared where the most severe come first. */
  private static final int COMPARED = 500;

  private final SharedConnection redis;
  private final CommentStore comments;
  private final ReviewContext contexts;
  private final DecisionWriter decisions;
  private final GroupDecisions groups;
  private final AuditLog log;
  private final DecisionScan scan;

  /**
   * The reviews of comments.
   *
   * @param streamMaxLength how many events a chat keeps
   * @param clock by which decisions belong to hours
   */
  public RedisReviewStore(
      SharedConnection redis,
      CommentStore comments,
      Retention retention,
      int streamMaxLength,
      InstantSource clock) {
    this.redis = redis;
    this.comments = comments;
    this.contexts = new ReviewContext(redis, comments);
    this.decisions = new DecisionWriter(redis, retention.commentTtl(), streamMaxLength, clock);
    this.groups = new GroupDecisions(comments, this, decisions);
    this.log = new AuditLog(redis, clock);
    this.scan = new DecisionScan(redis, log, retention);
  }

  @Override
  public ClaimReviewsResponse claim(
      String chat, Reviewer reviewer, int count, Duration lease, ReviewOrder order) {
    require(chat);
    while (true) {
      List<Object> answer =
          RedisFaults.await(
              redis.run(claimCall(chat, reviewer, count, lease, order), ScriptOutputType.MULTI));
      List<String> words = answer.stream().map(RedisReviewStore::word).toList();
      ClaimReviewsResponse.Builder response =
          ClaimReviewsResponse.newBuilder()
              .setLeaseExpireTime(StoredTime.ofMillis(Long.parseLong(words.get(0))))
              .setUndecidedCount(Long.parseLong(words.get(1)));
      List<String> gone = new ArrayList<>();
      for (String id : words.subList(2, words.size())) {
        find(chat, id)
            .filter(RedisReviewStore::isOpen)
            .ifPresentOrElse(response::addReviews, () -> gone.add(id));
      }
      if (gone.isEmpty()) {
        return response.build();
      }
      // They expired, or were deleted or banned; the queue forgets them, so a later round has
      // fewer.
      release(chat, reviewer, gone, true);
    }
  }

  /**
   * Whether there is something to decide: the platform has neither deleted it nor banned its
   * author.
   */
  private static boolean isOpen(Review review) {
    return !review.getComment().hasDeleteTime() && !review.getComment().hasBanTime();
  }

  private static ScriptCall claimCall(
      String chat, Reviewer reviewer, int count, Duration lease, ReviewOrder order) {
    ScriptCall call =
        queueCall(Script.CLAIM_REVIEWS, chat)
            .argument(reviewer.holder())
            .argument(lease.toMillis())
            .argument(count);
    return order == ReviewOrder.MOST_SEVERE_FIRST
        ? call.argument(COMPARED).argument(new ChatKeys(chat).comment(""))
        : call;
  }

  @Override
  public void release(String chat, Reviewer reviewer, List<String> ids) {
    release(chat, reviewer, ids, false);
  }

  private void release(String chat, Reviewer reviewer, List<String> ids, boolean gone) {
    ScriptCall call =
        queueCall(Script.RELEASE_REVIEWS, chat)
            .argument(reviewer.holder())
            .argument(gone ? "1" : "0");
    ids.forEach(call::argument);
    redis.runForNumber(call);
  }

  @Override
  public Review get(String chat, String comment) {
    return find(chat, comment).orElseThrow(RedisReviewStore::commentNotFound);
  }

  @Override
  public GetReviewContextResponse context(String chat, String comment) {
    return contexts.of(get(chat, comment).getComment().getComment());
  }

  @Override
  public Review decide(String chat, String comment, Reviewer reviewer, Verdict verdict) {
    decisions.decide(get(chat, comment), reviewer, verdict);
    return get(chat, comment);
  }

  @Override
  public Review decideAny(
      String chat, String comment, Reviewer reviewer, Verdict verdict, Decision replaced) {
    decisions.decideAny(get(chat, comment), reviewer, verdict, replaced);
    return get(chat, comment);
  }

  @Override
  public DecidedGroup decideMany(
      String chat,
      String comment,
      CommentScope scope,
      Reviewer reviewer,
      Verdict verdict,
      String group) {
    Comment one = get(chat, comment).getComment().getComment();
    if (scope == CommentScope.SAME_AUTHOR && one.getAuthor().getId().isEmpty()) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "AUTHOR_UNKNOWN", "the author of this comment is not known; decide on it by itself");
    }
    return groups.decide(one, scope, reviewer, verdict, group);
  }

  @Override
  public List<DecidedComment> undoMany(String chat, String group, Reviewer reviewer) {
    return groups.undo(chat, group, reviewer);
  }

  @Override
  public Review undo(String chat, String comment, Reviewer reviewer) {
    decisions.undo(get(chat, comment), reviewer);
    return get(chat, comment);
  }

  @Override
  public AuditPage audit(String chat, int pageSize, String pageToken) {
    int size = CommentQuery.checkPageSize(pageSize);
    require(chat);
    return log.page(chat, size, pageToken);
  }

  @Override
  public List<AuditEntry> auditAfter(String chat, String id, int limit) {
    require(chat);
    return log.after(chat, id, limit);
  }

  @Override
  public DecisionPage decisions(String chat, int pageSize, String pageToken) {
    int size = CommentQuery.checkPageSize(pageSize);
    require(chat);
    return scan.page(chat, size, pageToken);
  }

  @Override
  public void noteExport(String chat, Reviewer reviewer) {
    require(chat);
    log.append(chat, AuditAction.EXPORT_LABELS, reviewer);
  }

  @Override
  public void noteAccount(String chat, AuditAction action, String pseudonym, Reviewer reviewer) {
    log.append(chat, action, pseudonym, reviewer);
  }

  private void require(String chat) {
    if (comments.chat(chat).isEmpty()) {
      throw FaultCode.NOT_FOUND.exception("CHAT_NOT_FOUND", "no chat has this id");
    }
  }

  private Optional<Review> find(String chat, String id) {
    String key = new ChatKeys(chat).comment(id);
    Map<String, byte[]> hash = redis.ask(commands -> commands.hgetall(key));
    return CommentHash.read(chat, hash).map(comment -> ReviewHash.read(comment, hash));
  }

  private static ScriptCall queueCall(Script script, String chat) {
    return new ScriptCall(script).keys(new ChatKeys(chat).reviewQueue());
  }

  private static String word(@Nullable Object value) {
    return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : "";
  }

  /** Returns the fault of a comment that the chat does not hold. */
  static ChatwardenException commentNotFound() {
    return FaultCode.NOT_FOUND.exception(
        "COMMENT_NOT_FOUND", "the chat holds no comment of this id");
  }
}
