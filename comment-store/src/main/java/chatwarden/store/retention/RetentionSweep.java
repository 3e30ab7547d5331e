package chatwarden.store.retention;

import chatwarden.domain.sketch.Sketch;
import chatwarden.store.comment.RecordCalls;
import chatwarden.store.redis.AutomationKeys;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.LogKeys;
import chatwarden.store.redis.RedisFaults;
import chatwarden.store.redis.Script;
import chatwarden.store.redis.ScriptCall;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.redis.StoredTime;
import chatwarden.store.session.SessionId;
import io.lettuce.core.KeyValue;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.SetArgs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Removes data older than the retention: comments with their places in the indexes, events, bans,
 * feedback, chats that are over with nothing left in them, and sessions that are over; and entries
 * of logs that are older than theirs. Doing it twice, or two processes at once, does no harm.
 */
public final class RetentionSweep {

  /** So many calls of the recorder are swept at a time; each holds up to 128 comments. */
  private static final int SLICE = 8;

  /** So many bans are forgotten at a time. */
  private static final int BANS = 1_000;

  private static final byte[] SWEEPING = {'1'};

  private final SharedConnection redis;
  private final Retention retention;
  private final LogSweep logs;
  private final Duration rewriteInterval;
  private final InstantSource clock;

  /**
   * A sweep of all chats.
   *
   * @param retention how long comments are kept
   * @param logs removes the entries of logs
   * @param rewriteInterval how often the append-only file is rewritten; 0 never
   */
  public RetentionSweep(
      SharedConnection redis,
      Retention retention,
      LogSweep logs,
      Duration rewriteInterval,
      InstantSource clock) {
    this.redis = redis;
    this.retention = retention;
    this.logs = logs;
    this.rewriteInterval = rewriteInterval;
    this.clock = clock;
  }

  /** Sweeps, unless another process did so less than one interval ago. */
  void sweepIfDue() {
    SetArgs once = SetArgs.Builder.nx().px(retention.sweepInterval());
    if (redis.ask(commands -> commands.set(ChatKeys.SWEEP, SWEEPING, once)) != null) {
      sweep();
      rewriteIfDue();
    }
  }

  private void rewriteIfDue() {
    if (rewriteInterval.isZero()) {
      return;
    }
    SetArgs once = SetArgs.Builder.nx().px(rewriteInterval);
    if (redis.ask(commands -> commands.set(ChatKeys.REWRITTEN, SWEEPING, once)) != null) {
      redis.rewriteAppendOnlyFiles();
    }
  }

  void sweep() {
    List<String> chats = members(ChatKeys.CHATS);
    logs.sweep(chats);
    if (!retention.isForEver()) {
      sweepComments(chats, clock.instant().minus(retention.period()));
    }
  }

  private void sweepComments(List<String> chats, Instant kept) {
    logs.trim(LogKeys.FEEDBACK, kept);
    for (String chat : chats) {
      ChatKeys keys = new ChatKeys(chat);
      while (sweepComments(keys, kept) == SLICE) {
        // The next slice.
      }
      redis.runForNumber(
          RecordCalls.ofChat(Script.TRIM_EVENTS, chat).argument(kept.toEpochMilli()));
      Range<Double> gone =
          Range.from(
              Range.Boundary.unbounded(), Range.Boundary.excluding((double) Sketch.hourOf(kept)));
      redis.ask(commands -> commands.zremrangebyscore(keys.sketchedHours(), gone));
      while (sweepBans(keys, kept) == BANS) {
        // The next ones.
      }
      dropIfOver(keys, kept);
    }
    for (String session : members(ChatKeys.SESSIONS)) {
      SessionId.parse(session).ifPresent(id -> dropIfOver(id, kept));
    }
  }

  private int sweepComments(ChatKeys keys, Instant kept) {
    Range<Double> old =
        Range.from(
            Range.Boundary.unbounded(), Range.Boundary.excluding((double) StoredTime.micros(kept)));
    List<byte[]> strokes =
        redis.ask(
            commands -> commands.zrangebyscore(keys.byRecording(), old, Limit.create(0, SLICE)));
    if (strokes.isEmpty()) {
      return 0;
    }
    sweepComments(
        keys, strokes.stream().flatMap(stroke -> text(stroke).lines()).distinct().toList());
    // Last: until here, a sweep that broke off is done again.
    byte[][] swept = strokes.toArray(byte[][]::new);
    redis.ask(commands -> commands.zrem(keys.byRecording(), swept));
    return strokes.size();
  }

  private void sweepComments(ChatKeys keys, List<String> ids) {
    List<CompletionStage<byte[]>> authors = new ArrayList<>();
    for (String id : ids) {
      String hash = keys.comment(id);
      authors.add(redis.send(commands -> commands.hget(hash, "authorId")));
    }
    List<CompletionStage<?>> removals = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      byte[] author = RedisFaults.await(authors.get(i));
      String id = ids.get(i);
      if (author != null) {
        String index = keys.byAuthor(text(author));
        removals.add(redis.send(commands -> commands.zrem(index, bytes(id))));
      }
      removals.add(redis.send(commands -> commands.unlink(keys.comment(id))));
    }
    removals.forEach(RedisFaults::await);
    byte[][] all = ids.stream().map(RetentionSweep::bytes).toArray(byte[][]::new);
    redis.ask(commands -> commands.zrem(keys.byTime(), all));
    redis.ask(commands -> commands.zrem(keys.undecided(), all));
    redis.ask(commands -> commands.zrem(keys.reviewLeases(), all));
    redis.ask(commands -> commands.hdel(keys.reviewers(), ids.toArray(String[]::new)));
  }

  private long sweepBans(ChatKeys keys, Instant kept) {
    return redis.runForNumber(
        new ScriptCall(Script.SWEEP_BANS)
            .key(keys.bans())
            .key(keys.bansByRecording())
            .argument(StoredTime.micros(clock.instant()))
            .argument(StoredTime.micros(kept))
            .argument(BANS));
  }

  private void dropIfOver(ChatKeys keys, Instant kept) {
    long dropped =
        redis.runForNumber(
            RecordCalls.ofChat(Script.DROP_CHAT, keys.chat())
                .key(keys.byRecording())
                .key(keys.byTime())
                .key(keys.bans())
                .key(keys.undecided())
                .key(keys.reviewLeases())
                .key(keys.reviewers())
                .key(keys.audit())
                .key(keys.settings())
                .key(keys.sketchedHours())
                .key(keys.acting())
                .key(keys.bansByRecording())
                .key(keys.erased())
                .key(keys.authorNotes())
                .argument(kept.toEpochMilli()));
    if (dropped == 1) {
      dropAutomation(new AutomationKeys(keys.chat()));
      byte[] member = keys.chat().getBytes(StandardCharsets.UTF_8);
      redis.ask(commands -> commands.zrem(ChatKeys.CHATS, member));
    }
  }

  private void dropAutomation(AutomationKeys keys) {
    for (byte[] band : redis.ask(commands -> commands.smembers(keys.bands()))) {
      redis.ask(commands -> commands.unlink(keys.band(text(band))));
      redis.ask(commands -> commands.unlink(keys.sample(text(band))));
    }
    for (String key : keys.lasting()) {
      redis.ask(commands -> commands.unlink(key));
    }
    byte[] member = bytes(keys.chat());
    redis.ask(commands -> commands.srem(AutomationKeys.CHATS, member));
  }

  private void dropIfOver(SessionId id, Instant kept) {
    List<KeyValue<String, byte[]>> fields =
        redis.ask(commands -> commands.hmget(id.key(), "endMillis"));
    byte[] end = fields.get(0).getValueOrElse(new byte[0]);
    if (end.length > 0 && Long.parseLong(text(end)) < kept.toEpochMilli()) {
      byte[] member = id.toString().getBytes(StandardCharsets.UTF_8);
      redis.ask(commands -> commands.unlink(id.key()));
      redis.ask(commands -> commands.zrem(ChatKeys.SESSIONS, member));
    }
  }

  private List<String> members(String index) {
    return redis.ask(commands -> commands.zrange(index, 0, -1)).stream()
        .map(RetentionSweep::text)
        .toList();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
