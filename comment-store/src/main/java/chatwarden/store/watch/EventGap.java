package chatwarden.store.watch;

import chatwarden.runtime.error.FaultCode;
import chatwarden.store.redis.ChatKeys;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Whether events are gone that a follower has not seen. The second number of the ids counts the
 * events of a chat, and the chat's meta says up to which one they were dropped; single events that
 * are missing between belong to comments that were removed.
 */
final class EventGap {

  static final String EXPIRED = "RESUME_TOKEN_EXPIRED";

  private EventGap() {}

  /** Asks for the number of the last event that was dropped; nothing when none was. */
  static RedisFuture<byte[]> ask(RedisClusterAsyncCommands<String, byte[]> commands, String chat) {
    return commands.hget(new ChatKeys(chat).meta(), "droppedThrough");
  }

  /** Returns whether an event after {@code seen} may be missing before {@code next}. */
  static boolean isPossible(ResumeToken seen, ResumeToken next) {
    return !seen.equals(ResumeToken.BEGINNING) && next.sequence() > seen.sequence() + 1;
  }

  /**
   * Refuses a token after which events were dropped.
   *
   * @param droppedThrough what {@link #ask} gave
   */
  static void check(ResumeToken seen, byte @Nullable [] droppedThrough) {
    if (seen.equals(ResumeToken.BEGINNING) || droppedThrough == null) {
      return;
    }
    long last = Long.parseLong(new String(droppedThrough, StandardCharsets.UTF_8));
    if (seen.sequence() < last) {
      throw FaultCode.OUT_OF_RANGE.exception(
          EXPIRED, "the chat no longer keeps the events that follow " + seen);
    }
  }
}
