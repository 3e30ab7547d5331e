package chatwarden.store.comment;

import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.RedisFaults;
import chatwarden.store.redis.Script;
import chatwarden.store.redis.ScriptCall;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.words.WordQuestion;
import chatwarden.store.words.WordReader;
import chatwarden.store.words.WordRecord;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.ModeratedComment;
import io.lettuce.core.Range;
import io.lettuce.core.ScoredValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Adds the words of comments that the index of an hour has not: those that an earlier version
 * recorded, and restored ones. A removal and a recording at the same time do no harm. Used by one
 * thread.
 */
final class WordBackfill {

  private static final int SLICE = 500;
  private static final double MICROS = 1_000_000;
  private static final int SECONDS = 3_600;

  private final SharedConnection redis;
  private final ChatKeys keys;

  WordBackfill(SharedConnection redis, ChatKeys keys) {
    this.redis = redis;
    this.keys = keys;
  }

  /** Completes an hour; returns how many comments it added. */
  long fill(long hour) {
    // The comments first: those that are recorded meanwhile come with their words.
    List<ScoredValue<byte[]>> comments = comments(hour);
    Set<Long> known = known(hour);
    List<ScoredValue<byte[]>> missing =
        comments.stream().filter(comment -> !known.contains(place(hour, comment))).toList();
    long added = 0;
    for (int from = 0; from < missing.size(); from += SLICE) {
      added += add(hour, missing.subList(from, Math.min(missing.size(), from + SLICE)));
    }
    return added;
  }

  private List<ScoredValue<byte[]>> comments(long hour) {
    Range<Double> whole =
        Range.from(
            Range.Boundary.including(hour * SECONDS * MICROS),
            Range.Boundary.excluding((hour + 1) * SECONDS * MICROS));
    return redis.ask(commands -> commands.zrangebyscoreWithScores(keys.byTime(), whole));
  }

  private Set<Long> known(long hour) {
    Set<Long> known = new HashSet<>();
    Map<String, byte[]> chunks = redis.ask(commands -> commands.hgetall(keys.words(hour)));
    chunks.forEach(
        (field, chunk) -> {
          if (field.indexOf(':') > 0) {
            WordReader.read(chunk, WordQuestion.ANYTHING, known::add);
          }
        });
    return known;
  }

  private static long place(long hour, ScoredValue<byte[]> comment) {
    long second = (long) Math.floor(comment.getScore() / MICROS) - hour * SECONDS;
    return WordReader.place((int) second, WordRecord.id(text(comment.getValue())));
  }

  private long add(long hour, List<ScoredValue<byte[]>> comments) {
    List<CompletionStage<Map<String, byte[]>>> hashes = new ArrayList<>();
    for (ScoredValue<byte[]> comment : comments) {
      String key = keys.comment(text(comment.getValue()));
      hashes.add(redis.send(commands -> commands.hgetall(key)));
    }
    String newest = keys.comment(text(comments.getLast().getValue()));
    long timeToLive = redis.ask(commands -> commands.pttl(newest));
    ScriptCall call =
        new ScriptCall(Script.ADD_WORDS)
            .key(keys.words(hour))
            .key(keys.byTime())
            .argument(Math.max(0, timeToLive));
    for (int i = 0; i < comments.size(); i++) {
      call.argument(comments.get(i).getValue())
          .argument(record(comments.get(i), RedisFaults.await(hashes.get(i))));
    }
    return redis.runForNumber(call);
  }

  /** One that has just expired counts all the same, without words. */
  private byte[] record(ScoredValue<byte[]> comment, Map<String, byte[]> hash) {
    return CommentHash.read(keys.chat(), hash)
        .map(WordBackfill::record)
        .orElseGet(() -> WordRecord.empty(text(comment.getValue()), comment.getScore()));
  }

  private static byte[] record(ModeratedComment comment) {
    Comment of = comment.getComment();
    return WordRecord.of(of, comment.getClassification().getLabel(), comment.getFlagged());
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
