package chatwarden.store.action;

import chatwarden.action.v1.ActingMode;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.Script;
import chatwarden.store.redis.ScriptCall;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.review.Reviewer;
import io.lettuce.core.KeyValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** The modes in Redis: a hash a chat, and the set of the chats that have one. */
public final class RedisActingStore implements ActingStore {

  private static final String[] FIELDS = {"mode", "account", "before", "since", "cursor"};

  private final SharedConnection redis;

  /** The modes on a connection. */
  public RedisActingStore(SharedConnection redis) {
    this.redis = redis;
  }

  @Override
  public Acting get(String chat) {
    String key = new ChatKeys(chat).acting();
    List<String> words =
        redis.ask(commands -> commands.hmget(key, FIELDS)).stream()
            .map(RedisActingStore::word)
            .toList();
    return words.getFirst().isEmpty()
        ? Acting.NEVER_SET
        : new Acting(
            ActingMode.valueOf(words.get(0)),
            words.get(1),
            ActingMode.valueOf(words.get(2)),
            words.get(3),
            words.get(4));
  }

  private static String word(KeyValue<String, byte[]> field) {
    return new String(field.getValueOrElse(new byte[0]), StandardCharsets.UTF_8);
  }

  @Override
  public void set(String chat, ActingMode mode, String account, Reviewer reviewer) {
    // Into the list first: a chat that acts but is not in it would not be looked at.
    list(chat);
    ChatKeys keys = new ChatKeys(chat);
    redis.runForNumber(
        new ScriptCall(Script.SET_ACTING)
            .key(keys.acting())
            .key(keys.audit())
            .argument(UUID.randomUUID().toString())
            .argument(mode.name())
            .argument(account)
            .argument(reviewer.name())
            .argument(reviewer.caller()));
  }

  private void list(String chat) {
    redis.ask(commands -> commands.sadd(ChatKeys.ACTING, bytes(chat)));
  }

  @Override
  public void advance(String chat, String entry) {
    String key = new ChatKeys(chat).acting();
    redis.ask(commands -> commands.hset(key, "cursor", bytes(entry)));
  }

  @Override
  public List<String> chats() {
    return redis.ask(commands -> commands.smembers(ChatKeys.ACTING)).stream()
        .map(chat -> new String(chat, StandardCharsets.UTF_8))
        .sorted()
        .toList();
  }

  @Override
  public void retire(String chat) {
    redis.ask(commands -> commands.srem(ChatKeys.ACTING, bytes(chat)));
    if (get(chat).isRelaying()) {
      list(chat); // It was switched on again in between.
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
