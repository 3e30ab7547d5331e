package chatwarden.store.comment;

import chatwarden.store.redis.IndexPlace;
import chatwarden.store.redis.RedisFaults;
import chatwarden.store.redis.SharedConnection;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.ScoredValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a sorted set from the highest place to the lowest, a slice at a time. An entry added
 * or removed meanwhile makes it neither skip nor repeat anything else. Used by one thread.
 */
public final class IndexScan {

  private final SharedConnection redis;
  private final String key;
  private final Range<Double> scores;
  private @Nullable IndexPlace last;

  /**
   * @param scores which scores to go through
   * @param after the place to begin after; empty for the highest
   */
  public IndexScan(
      SharedConnection redis, String key, Range<Double> scores, Optional<IndexPlace> after) {
    this.redis = redis;
    this.key = key;
    this.scores = scores;
    this.last = after.orElse(null);
  }

  /** At most {@code count} further places; none at the end. */
  public List<IndexPlace> next(int count) {
    IndexPlace from = last;
    List<IndexPlace> found = from == null ? first(count) : after(from, count);
    if (!found.isEmpty()) {
      last = found.get(found.size() - 1);
    }
    return found;
  }

  private List<IndexPlace> first(int count) {
    return byScore(scores, 0, count);
  }

  private List<IndexPlace> after(IndexPlace from, int count) {
    byte[] member = from.member().getBytes(StandardCharsets.UTF_8);
    var rank = redis.send(commands -> commands.zrevrank(key, member));
    var score = redis.send(commands -> commands.zscore(key, member));
    Long place = RedisFaults.await(rank);
    Double stored = RedisFaults.await(score);
    if (place == null || stored == null || stored != from.score()) {
      return behindGone(from, count);
    }
    long first = place + 1;
    List<ScoredValue<byte[]>> found =
        redis.ask(commands -> commands.zrevrangeWithScores(key, first, first + count - 1));
    return found.stream().map(IndexScan::place).filter(this::isWanted).toList();
  }

  /** The place itself has gone: looks for the next one among those of the same score and below. */
  private List<IndexPlace> behindGone(IndexPlace from, int count) {
    Range<Double> rest = Range.from(scores.getLower(), Range.Boundary.including(from.score()));
    List<IndexPlace> found = new ArrayList<>();
    for (int offset = 0; found.isEmpty(); offset += count) {
      List<IndexPlace> slice = byScore(rest, offset, count);
      if (slice.isEmpty()) {
        break;
      }
      slice.stream().filter(place -> isBehind(place, from)).forEach(found::add);
    }
    return found;
  }

  private List<IndexPlace> byScore(Range<Double> range, int offset, int count) {
    return redis
        .ask(
            commands ->
                commands.zrevrangebyscoreWithScores(key, range, Limit.create(offset, count)))
        .stream()
        .map(IndexScan::place)
        .toList();
  }

  private boolean isWanted(IndexPlace place) {
    Double lower = scores.getLower().getValue();
    return lower == null || place.score() >= lower;
  }

  private static boolean isBehind(IndexPlace place, IndexPlace from) {
    int byScore = Double.compare(place.score(), from.score());
    return byScore < 0
        || (byScore == 0
            && Arrays.compareUnsigned(
                    place.member().getBytes(StandardCharsets.UTF_8),
                    from.member().getBytes(StandardCharsets.UTF_8))
                < 0);
  }

  private static IndexPlace place(ScoredValue<byte[]> value) {
    return new IndexPlace(value.getScore(), new String(value.getValue(), StandardCharsets.UTF_8));
  }
}
