package chatwarden.store.personal;

import chatwarden.store.redis.RedisFaults;
import chatwarden.store.redis.Script;
import chatwarden.store.redis.ScriptCall;
import chatwarden.store.redis.SharedConnection;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * Changes entries of a stream that Redis lets nobody change: copies the stream with the same ids, a
 * slice at a time, and puts the copy in its place once it has everything. Readers and writers of
 * the stream see the one or the other. What broke off is begun anew by the next call.
 */
final class StreamRewrite {

  private static final int SLICE = 500;

  /** A copy that broke off goes by itself. */
  private static final Duration COPY_TTL = Duration.ofHours(1);

  private final SharedConnection redis;
  private final ErasureLock lock;

  StreamRewrite(SharedConnection redis, ErasureLock lock) {
    this.redis = redis;
    this.lock = lock;
  }

  /**
   * Rewrites a stream, unless no entry changes.
   *
   * @param change gives the fields that take the place of those given, or the same object
   * @return how many entries it changed
   */
  long rewrite(String key, UnaryOperator<Map<String, byte[]>> change) {
    String copy = copyOf(key);
    redis.ask(commands -> commands.unlink(copy));
    return needsChange(key, change) ? copy(key, change) : 0;
  }

  /**
   * Writes a stream anew in any case: removed entries stay in the blocks of its neighbours
   * otherwise, in memory and on disk.
   *
   * @param change as above; no fields where the entry is to be removed
   * @return how many entries it changed or removed
   */
  long compact(String key, UnaryOperator<Map<String, byte[]>> change) {
    String copy = copyOf(key);
    redis.ask(commands -> commands.unlink(copy));
    return copy(key, change);
  }

  private long copy(String key, UnaryOperator<Map<String, byte[]>> change) {
    String copy = copyOf(key);
    String last = "0-0";
    long changed = 0;
    while (true) {
      List<StreamMessage<String, byte[]>> slice = after(key, last);
      changed += append(copy, slice, change);
      if (!slice.isEmpty()) {
        last = slice.getLast().getId();
      }
      lock.renew();
      if (slice.size() < SLICE && putInPlace(key, copy, last)) {
        return changed;
      }
    }
  }

  /** Returns a key in the same slot of a cluster. */
  private static String copyOf(String key) {
    return key.contains("{") ? key + ":copy" : "{" + key + "}:copy";
  }

  private boolean needsChange(String key, UnaryOperator<Map<String, byte[]>> change) {
    String last = "0-0";
    while (true) {
      List<StreamMessage<String, byte[]>> slice = after(key, last);
      if (slice.stream().map(StreamMessage::getBody).anyMatch(it -> change.apply(it) != it)) {
        return true;
      }
      if (slice.size() < SLICE) {
        return false;
      }
      last = slice.getLast().getId();
      lock.renew();
    }
  }

  private List<StreamMessage<String, byte[]>> after(String key, String id) {
    Range<String> later = Range.from(Range.Boundary.excluding(id), Range.Boundary.including("+"));
    return redis.ask(commands -> commands.xrange(key, later, Limit.from(SLICE)));
  }

  private long append(
      String copy,
      List<StreamMessage<String, byte[]>> slice,
      UnaryOperator<Map<String, byte[]>> change) {
    long changed = 0;
    List<CompletionStage<String>> added = new ArrayList<>();
    for (StreamMessage<String, byte[]> entry : slice) {
      Map<String, byte[]> fields = change.apply(entry.getBody());
      changed += fields == entry.getBody() ? 0 : 1;
      if (!fields.isEmpty()) {
        XAddArgs id = new XAddArgs().id(entry.getId());
        added.add(redis.send(commands -> commands.xadd(copy, id, fields)));
      }
    }
    added.forEach(RedisFaults::await);
    redis.ask(commands -> commands.pexpire(copy, COPY_TTL));
    return changed;
  }

  /** Fails to, where entries were appended after the last that was copied. */
  private boolean putInPlace(String key, String copy, String last) {
    return redis.runForNumber(
            new ScriptCall(Script.REPLACE_STREAM).key(key).key(copy).argument(last))
        == 1;
  }
}
