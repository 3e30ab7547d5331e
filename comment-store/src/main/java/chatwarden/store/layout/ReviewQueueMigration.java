package chatwarden.store.layout;

import chatwarden.domain.chat.ChatIds;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.RedisFaults;
import chatwarden.store.redis.SharedConnection;
import io.lettuce.core.KeyValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * From layout 1 to 2: takes comments that the platform deleted, or whose authors it banned, out of
 * the queues of reviews. Layout 1 kept them there.
 */
final class ReviewQueueMigration {

  private static final int SLICE = 500;

  private final SharedConnection redis;

  ReviewQueueMigration(SharedConnection redis) {
    this.redis = redis;
  }

  /** Migrates all chats, and returns how many comments left a queue. */
  long run() {
    long changed = 0;
    for (byte[] chat : redis.ask(commands -> commands.zrange(ChatKeys.CHATS, 0, -1))) {
      String id = new String(chat, StandardCharsets.UTF_8);
      if (ChatIds.isValid(id)) {
        changed += migrate(new ChatKeys(id));
      }
    }
    return changed;
  }

  private long migrate(ChatKeys keys) {
    long changed = 0;
    long at = 0;
    while (true) {
      long from = at;
      List<byte[]> members =
          redis.ask(commands -> commands.zrange(keys.undecided(), from, from + SLICE - 1));
      if (members.isEmpty()) {
        return changed;
      }
      List<String> gone = gone(keys, members);
      remove(keys, gone);
      changed += gone.size();
      at += members.size() - gone.size();
    }
  }

  private List<String> gone(ChatKeys keys, List<byte[]> members) {
    List<String> ids =
        members.stream().map(member -> new String(member, StandardCharsets.UTF_8)).toList();
    List<CompletionStage<List<KeyValue<String, byte[]>>>> marks = new ArrayList<>();
    for (String id : ids) {
      String hash = keys.comment(id);
      marks.add(redis.send(commands -> commands.hmget(hash, "deleteTime", "banTime")));
    }
    List<String> gone = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      if (RedisFaults.await(marks.get(i)).stream().anyMatch(KeyValue::hasValue)) {
        gone.add(ids.get(i));
      }
    }
    return gone;
  }

  private void remove(ChatKeys keys, List<String> ids) {
    if (ids.isEmpty()) {
      return;
    }
    byte[][] members =
        ids.stream().map(id -> id.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    redis.ask(commands -> commands.zrem(keys.undecided(), members));
    redis.ask(commands -> commands.zrem(keys.reviewLeases(), members));
    redis.ask(commands -> commands.hdel(keys.reviewers(), ids.toArray(String[]::new)));
  }
}
