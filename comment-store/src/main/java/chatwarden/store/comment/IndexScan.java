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
 * Goes through a sorted set in one direction, a slice at a time. An entry added or removed
 * meanwhile makes it neither skip nor repeat anything else. Used by one thread.
 */
public final class IndexScan {

  private final SharedConnection redis;
  private final String key;
  private final Range<Double> scores;
  private final boolean isUpwards;
  private @Nullable IndexPlace last;

  /**
   * @param scores which scores to go through
   * @param after the place to begin after; empty for the highest
   */
  public IndexScan(
      SharedConnection redis, String key, Range<Double> scores, Optional<IndexPlace> after) {
    this(redis, key, scores, after, false);
  }

  /** The same from the lowest place to the highest, where {@code isUpwards}. */
  IndexScan(
      SharedConnection redis,
      String key,
      Range<Double> scores,
      Optional<IndexPlace> after,
      boolean isUpwards) {
    this.isUpwards = isUpwards;
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
    var rank =
        redis.send(
            commands -> isUpwards ? commands.zrank(key, member) : commands.zrevrank(key, member));
    var score = redis.send(commands -> commands.zscore(key, member));
    Long place = RedisFaults.await(rank);
    Double stored = RedisFaults.await(score);
    if (place == null || stored == null || stored != from.score()) {
      return behindGone(from, count);
    }
    long first = place + 1;
    List<ScoredValue<byte[]>> found =
        redis.ask(
            commands ->
                isUpwards
                    ? commands.zrangeWithScores(key, first, first + count - 1)
                    : commands.zrevrangeWithScores(key, first, first + count - 1));
    return found.stream().map(IndexScan::place).filter(this::isWanted).toList();
  }

  /** The place itself has gone: looks for the next one among those of the same score and on. */
  private List<IndexPlace> behindGone(IndexPlace from, int count) {
    Range.Boundary<Double> begin = Range.Boundary.including(from.score());
    Range<Double> rest =
        isUpwards ? Range.from(begin, scores.getUpper()) : Range.from(scores.getLower(), begin);
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
                isUpwards
                    ? commands.zrangebyscoreWithScores(key, range, Limit.create(offset, count))
                    : commands.zrevrangebyscoreWithScores(key, range, Limit.create(offset, count)))
        .stream()
        .map(IndexScan::place)
        .toList();
  }

  private boolean isWanted(IndexPlace place) {
    Double end = (isUpwards ? scores.getUpper() : scores.getLower()).getValue();
    return end == null || (isUpwards ? place.score() <= end : place.score() >= end);
  }

  private boolean isBehind(IndexPlace place, IndexPlace from) {
    int order = Double.compare(place.score(), from.score());
    if (order == 0) {
      order =
          Arrays.compareUnsigned(
              place.member().getBytes(StandardCharsets.UTF_8),
              from.member().getBytes(StandardCharsets.UTF_8));
    }
    return isUpwards ? order > 0 : order < 0;
  }

  private static IndexPlace place(ScoredValue<byte[]> value) {
    return new IndexPlace(value.getScore(), new String(value.getValue(), StandardCharsets.UTF_8));
  }
}
