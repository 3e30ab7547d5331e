package chatwarden.store.review;

import chatwarden.review.v1.AuditAction;
import chatwarden.review.v1.AuditEntry;
import chatwarden.review.v1.Review;
import chatwarden.store.comment.CommentHash;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.RedisFaults;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.retention.Retention;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Goes through the decisions of an audit log, with their comments. Safe for use by many threads.
 */
final class DecisionScan {

  private final SharedConnection redis;
  private final AuditLog log;
  private final Retention retention;

  DecisionScan(SharedConnection redis, AuditLog log, Retention retention) {
    this.redis = redis;
    this.log = log;
    this.retention = retention;
  }

  /** A comment's answers that are under way. */
  private record Asked(
      AuditEntry entry,
      CompletionStage<Map<String, byte[]>> hash,
      CompletionStage<Long> timeToLive) {}

  DecisionPage page(String chat, int pageSize, String pageToken) {
    List<AuditEntry> entries = log.after(chat, log.start(chat, pageToken), pageSize + 1);
    boolean more = entries.size() > pageSize;
    List<AuditEntry> page = more ? entries.subList(0, pageSize) : entries;
    ChatKeys keys = new ChatKeys(chat);
    List<Asked> asked = new ArrayList<>();
    for (AuditEntry entry : page) {
      if (entry.getAction() == AuditAction.DECIDE) {
        String key = keys.comment(entry.getComment());
        asked.add(
            new Asked(
                entry,
                redis.send(commands -> commands.hgetall(key)),
                redis.send(commands -> commands.pttl(key))));
      }
    }
    List<MadeDecision> decisions = asked.stream().map(each -> decision(chat, each)).toList();
    return new DecisionPage(decisions, more ? log.token(chat, page.getLast()) : "");
  }

  private MadeDecision decision(String chat, Asked asked) {
    Map<String, byte[]> hash = RedisFaults.await(asked.hash());
    boolean isPast = retention.isPast(RedisFaults.await(asked.timeToLive()));
    Optional<Review> review =
        isPast
            ? Optional.empty()
            : CommentHash.read(chat, hash).map(comment -> ReviewHash.read(comment, hash));
    return new MadeDecision(asked.entry(), review);
  }
}
