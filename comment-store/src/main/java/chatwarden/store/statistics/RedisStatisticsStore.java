package chatwarden.store.statistics;

import chatwarden.statistics.v1.ChatStatistics;
import chatwarden.store.comment.ChatIndex;
import chatwarden.store.comment.CommentSummary;
import chatwarden.store.comment.IndexScan;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.IndexPlace;
import chatwarden.store.redis.RedisFaults;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.redis.StoredTime;
import io.lettuce.core.KeyValue;
import io.lettuce.core.Range;
import io.lettuce.core.ScoredValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/**
 * Adds up the stored comments on demand, so that recording costs nothing. The comments are read in
 * slices, each comment by a command of its own: no command keeps Redis from others for long.
 */
public final class RedisStatisticsStore implements StatisticsStore {

  private static final int SLICE = 500;

  private final SharedConnection redis;
  private final ChatIndex chats;
  private final int mostComments;

  /**
   * @param mostComments how many comments one query looks at, at most
   */
  public RedisStatisticsStore(SharedConnection redis, ChatIndex chats, int mostComments) {
    this.redis = redis;
    this.chats = chats;
    this.mostComments = mostComments;
  }

  @Override
  public ChatStatistics read(StatisticsQuery query) {
    chats.require(query.chat());
    return window(query)
        .map(window -> read(query, window))
        .orElseGet(ChatStatistics::newBuilder)
        .setChat(query.chat())
        .setAuthorId(query.authorId())
        .build();
  }

  /** The window asked for; empty where its ends would be those of comments, and there are none. */
  private Optional<StatisticsWindow> window(StatisticsQuery query) {
    String index = new ChatKeys(query.chat()).byTime();
    Instant wishedEnd = query.end();
    OptionalLong end =
        wishedEnd == null
            ? step(edge(redis.ask(commands -> commands.zrevrangeWithScores(index, 0, 0))))
            : OptionalLong.of(StoredTime.micros(wishedEnd));
    if (end.isEmpty()) {
      return Optional.empty();
    }
    OptionalLong start = start(query, index, end.getAsLong());
    if (start.isEmpty()) {
      return Optional.empty();
    }
    long from = start.getAsLong();
    if (from < end.getAsLong()) {
      return Optional.of(StatisticsWindow.of(from, end.getAsLong(), query.bucket()));
    }
    // The default end is on the wrong side: nothing is in between.
    return Optional.of(
        wishedEnd == null
            ? StatisticsWindow.of(from, from + 1, query.bucket())
            : StatisticsWindow.of(end.getAsLong() - 1, end.getAsLong(), query.bucket()));
  }

  private OptionalLong start(StatisticsQuery query, String index, long end) {
    if (query.start() != null) {
      return OptionalLong.of(StoredTime.micros(query.start()));
    }
    if (query.window() != null) {
      return OptionalLong.of(end - query.window().toNanos() / 1_000);
    }
    return edge(redis.ask(commands -> commands.zrangeWithScores(index, 0, 0)));
  }

  private static OptionalLong edge(List<ScoredValue<byte[]>> found) {
    return found.stream().mapToLong(value -> (long) value.getScore()).findFirst();
  }

  /** The next score: a microsecond on, or further where a double has no digits left for one. */
  private static OptionalLong step(OptionalLong micros) {
    return micros.isEmpty()
        ? micros
        : OptionalLong.of(
            Math.max(micros.getAsLong() + 1, (long) Math.nextUp((double) micros.getAsLong())));
  }

  private ChatStatistics.Builder read(StatisticsQuery query, StatisticsWindow window) {
    ChatKeys keys = new ChatKeys(query.chat());
    String index = query.authorId().isEmpty() ? keys.byTime() : keys.byAuthor(query.authorId());
    Range<Double> scores =
        Range.from(
            Range.Boundary.including((double) window.start()),
            Range.Boundary.excluding((double) window.end()));
    IndexScan scan = new IndexScan(redis, index, scores, Optional.empty());
    StatisticsTally tally = new StatisticsTally(window);
    long completeSince = window.start();
    int left = mostComments;
    while (left > 0) {
      List<IndexPlace> places = scan.next(Math.min(SLICE, left));
      if (places.isEmpty()) {
        break;
      }
      add(keys, places, tally);
      left -= places.size();
      // Of the moment of the last one, more may follow.
      completeSince = (long) places.getLast().score() + 1;
    }
    boolean all = left > 0 || scan.next(1).isEmpty();
    return tally.statistics(
        all ? window.start() : completeSince, query.maxAuthors(), query.maxSpans());
  }

  private void add(ChatKeys keys, List<IndexPlace> places, StatisticsTally tally) {
    List<CompletionStage<List<KeyValue<String, byte[]>>>> answers = new ArrayList<>();
    for (IndexPlace place : places) {
      String key = keys.comment(place.member());
      answers.add(redis.send(commands -> commands.hmget(key, CommentSummary.FIELDS)));
    }
    for (int i = 0; i < places.size(); i++) {
      long micros = (long) places.get(i).score();
      CommentSummary.read(RedisFaults.await(answers.get(i)))
          .ifPresent(comment -> tally.add(micros, comment));
    }
  }
}
