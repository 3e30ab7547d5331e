package chatwarden.store.retention;

import chatwarden.store.erasure.Tombstones;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.LogKeys;
import chatwarden.store.redis.Script;
import chatwarden.store.redis.ScriptCall;
import chatwarden.store.redis.SharedConnection;
import io.lettuce.core.XTrimArgs;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Removes the entries of logs that are older than a period, and with them who did what; and the
 * tombstones of accounts whose period is over.
 */
public final class LogSweep {

  private static final List<String> OF_NO_CHAT =
      List.of(
          LogKeys.ALIAS_MOVES,
          LogKeys.ROLLOUT_CHANGES,
          LogKeys.PIPELINE_ACTIONS,
          LogKeys.WEBHOOK_CHANGES);

  private final SharedConnection redis;
  private final Duration period;
  private final Tombstones tombstones;
  private final InstantSource clock;

  /**
   * A sweep of the logs.
   *
   * @param period how long an entry is kept; 0 for ever
   */
  public LogSweep(
      SharedConnection redis, Duration period, Tombstones tombstones, InstantSource clock) {
    this.redis = redis;
    this.tombstones = tombstones;
    this.period = period;
    this.clock = clock;
  }

  void sweep(List<String> chats) {
    tombstones.sweep(chats, clock.instant());
    if (period.isZero()) {
      return;
    }
    Instant kept = clock.instant().minus(period);
    for (String chat : chats) {
      ChatKeys keys = new ChatKeys(chat);
      trim(keys.audit(), kept);
      redis.runForNumber(
          new ScriptCall(Script.FORGET_EDITOR).key(keys.settings()).argument(kept.toEpochMilli()));
    }
    OF_NO_CHAT.forEach(log -> trim(log, kept));
  }

  /** Removes the entries of a stream that were appended before {@code kept}. */
  void trim(String stream, Instant kept) {
    XTrimArgs older = XTrimArgs.Builder.minId(Long.toString(kept.toEpochMilli()));
    redis.ask(commands -> commands.xtrim(stream, older));
  }
}
