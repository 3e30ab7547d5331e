package chatwarden.store.layout;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.redis.SharedConnection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * The hash {@code cw:restore}: which restores have begun and are not complete. The field {@code
 * all} is that of the whole store, {@code chat:ID} that of one chat.
 */
public final class RestoreMarker {

  /** The key of the hash. */
  public static final String KEY = "cw:restore";

  /** The field of a restore of the whole store. */
  public static final String ALL = "all";

  private final SharedConnection redis;

  public RestoreMarker(SharedConnection redis) {
    this.redis = redis;
  }

  /** Returns the field of a restore of one chat. */
  public static String ofChat(String chat) {
    return "chat:" + chat;
  }

  public boolean isBegun(String field) {
    return redis.ask(commands -> commands.hexists(KEY, field));
  }

  /** Notes that a restore begins; until it is complete, the store is not used. */
  public void begin(String field, Instant now) {
    byte[] time = now.toString().getBytes(StandardCharsets.UTF_8);
    redis.ask(commands -> commands.hset(KEY, field, time));
  }

  public void complete(String field) {
    redis.ask(commands -> commands.hdel(KEY, field));
  }

  /**
   * Refuses a store that a restore has left incomplete.
   *
   * @throws ChatwardenException FAILED_PRECONDITION
   */
  public void requireComplete() {
    if (isBegun(ALL)) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "RESTORE_INCOMPLETE",
          "a restore into this store is not complete (expected: a complete store): wait for it, or"
              + " run chatwarden restore again, which begins anew");
    }
  }
}
