package chatwarden.store.comment;

import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.Script;
import chatwarden.store.redis.ScriptCall;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.redis.StoredTime;
import chatwarden.type.v1.BannedAuthor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.ScoredValueScanCursor;
import io.lettuce.core.ScriptOutputType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Marks the comments that are there when a ban comes, in slices, so that a long chat holds no
 * caller up; those that come later are marked as they are recorded. Marking again changes nothing.
 */
final class BanMarks {

  private static final int SLICE = 500;

  private final SharedConnection redis;

  BanMarks(SharedConnection redis) {
    this.redis = redis;
  }

  CompletionStage<Void> apply(String chat, BannedAuthor banned) {
    ChatKeys keys = new ChatKeys(chat);
    String author = banned.getAuthor().getId();
    String index = author.isEmpty() ? keys.byTime() : keys.byAuthor(author);
    return slice(keys, index, banned, ScanCursor.INITIAL);
  }

  /** A scan gives every comment that is there from its beginning to its end. */
  private CompletionStage<Void> slice(
      ChatKeys keys, String index, BannedAuthor banned, ScanCursor from) {
    return redis
        .<ScoredValueScanCursor<byte[]>>send(
            commands -> commands.zscan(index, from, ScanArgs.Builder.limit(SLICE)))
        .thenCompose(
            found ->
                mark(keys, banned, found.getValues())
                    .thenCompose(
                        done ->
                            found.isFinished()
                                ? CompletableFuture.<Void>completedStage(null)
                                : slice(keys, index, banned, found)));
  }

  private CompletionStage<?> mark(
      ChatKeys keys, BannedAuthor banned, List<ScoredValue<byte[]>> comments) {
    double limit = StoredTime.micros(banned.getBanTime());
    List<String> covered =
        comments.stream()
            .filter(comment -> comment.getScore() <= limit)
            .map(comment -> new String(comment.getValue(), StandardCharsets.UTF_8))
            .toList();
    if (covered.isEmpty()) {
      return CompletableFuture.completedStage(null);
    }
    ScriptCall call =
        new ScriptCall(Script.MARK_BANNED)
            .keys(keys.reviewQueue())
            .argument(StoredTime.sortable(banned.getBanTime()));
    covered.forEach(id -> call.key(keys.comment(id)).argument(id));
    return redis.<Long>run(call, ScriptOutputType.INTEGER);
  }
}
