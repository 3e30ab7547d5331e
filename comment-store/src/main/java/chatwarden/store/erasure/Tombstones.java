package chatwarden.store.erasure;

import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.RedisFaults;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.redis.StoredTime;
import com.google.protobuf.Timestamp;
import io.lettuce.core.SetArgs;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The tombstones of erased accounts: for a period, comments of an account that were published
 * before its erasure are not recorded. A tombstone is a hash of the account's id with a random key;
 * the scripts that record look at those of their chat, and a chat gets those of all chats before
 * anything is recorded in it. Safe for use by many threads.
 */
public final class Tombstones {

  /** The field with the key of the hashes. */
  private static final String SALT = "salt";

  private final SharedConnection redis;
  private final Duration period;

  /**
   * The tombstones of a store.
   *
   * @param period how long they stay
   */
  public Tombstones(SharedConnection redis, Duration period) {
    this.redis = redis;
    this.period = period;
  }

  /** Puts up a tombstone in all chats, those to come included. */
  public void addToAll(String authorId, Instant erased) {
    add(ChatKeys.ERASED, authorId, erased);
  }

  /** Puts up a tombstone in a chat. */
  public void add(ChatKeys chat, String authorId, Instant erased) {
    add(chat.erased(), authorId, erased);
  }

  private void add(String key, String authorId, Instant erased) {
    byte[] salt = salt();
    Map<String, byte[]> fields = new HashMap<>();
    fields.put(SALT, salt);
    fields.put(hash(salt, authorId), bytes(StoredTime.sortable(StoredTime.timestamp(erased))));
    redis.ask(commands -> commands.hset(key, fields));
    redis.ask(commands -> commands.pexpire(key, period));
  }

  /** Brings the tombstones of all chats to a chat; nothing is recorded in it before. */
  public CompletionStage<Void> bringTo(ChatKeys chat) {
    return redis
        .<Map<String, byte[]>>send(commands -> commands.hgetall(ChatKeys.ERASED))
        .thenCompose(
            all ->
                all.isEmpty()
                    ? CompletableFuture.completedStage(null)
                    : redis
                        .send(commands -> commands.hset(chat.erased(), all))
                        .thenCompose(
                            set -> redis.send(commands -> commands.pexpire(chat.erased(), period)))
                        .thenApply(set -> null));
  }

  /** Returns whether a comment was published before the erasure of its author. */
  public boolean covers(String chat, String authorId, Timestamp published) {
    String key = new ChatKeys(chat).erased();
    CompletionStage<Map<String, byte[]>> ofChat = redis.send(commands -> commands.hgetall(key));
    Map<String, byte[]> ofAll = redis.ask(commands -> commands.hgetall(ChatKeys.ERASED));
    String time = StoredTime.sortable(published);
    return List.of(RedisFaults.await(ofChat), ofAll).stream()
        .anyMatch(marks -> covers(marks, authorId, time));
  }

  private static boolean covers(Map<String, byte[]> marks, String authorId, String published) {
    byte[] salt = marks.get(SALT);
    byte[] erased = salt == null ? null : marks.get(hash(salt, authorId));
    return erased != null && published.compareTo(new String(erased, StandardCharsets.UTF_8)) <= 0;
  }

  /** Removes the tombstones that are older than the period. */
  public void sweep(List<String> chats, Instant now) {
    String kept = StoredTime.sortable(StoredTime.timestamp(now.minus(period)));
    sweep(ChatKeys.ERASED, kept);
    chats.forEach(chat -> sweep(new ChatKeys(chat).erased(), kept));
  }

  private void sweep(String key, String kept) {
    Map<String, byte[]> marks = redis.ask(commands -> commands.hgetall(key));
    String[] old =
        marks.entrySet().stream()
            .filter(mark -> !mark.getKey().equals(SALT))
            .filter(mark -> new String(mark.getValue(), StandardCharsets.UTF_8).compareTo(kept) < 0)
            .map(Map.Entry::getKey)
            .toArray(String[]::new);
    if (old.length > 0) {
      redis.ask(commands -> commands.hdel(key, old));
    }
  }

  private byte[] salt() {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    byte[] fresh = bytes(HexFormat.of().formatHex(random));
    redis.ask(commands -> commands.set(ChatKeys.ERASED_SALT, fresh, SetArgs.Builder.nx()));
    return redis.ask(commands -> commands.get(ChatKeys.ERASED_SALT));
  }

  /** Returns what the scripts compute by {@code redis.sha1hex}. */
  private static String hash(byte[] salt, String authorId) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      digest.update(salt);
      return HexFormat.of().formatHex(digest.digest(bytes(authorId)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
