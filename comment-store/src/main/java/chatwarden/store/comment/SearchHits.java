package chatwarden.store.comment;

import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.IndexPlace;
import chatwarden.store.redis.RedisFaults;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.words.WordRecord;
import chatwarden.type.v1.ModeratedComment;
import io.lettuce.core.Range;
import io.lettuce.core.ScoredValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Reads the comments that the index found, and keeps those that match. Used by one thread. */
final class SearchHits {

  private static final int MIN_SLICE = 50;
  private static final int MAX_SLICE = 500;
  private static final double MICROS = 1_000_000;

  private final SharedConnection redis;
  private final ChatKeys keys;
  private final CommentMatch match;
  private final Optional<IndexPlace> after;
  private final int pageSize;
  private final List<ModeratedComment> found = new ArrayList<>();

  SearchHits(
      SharedConnection redis,
      ChatKeys keys,
      CommentMatch match,
      Optional<IndexPlace> after,
      int pageSize) {
    this.redis = redis;
    this.keys = keys;
    this.match = match;
    this.after = after;
    this.pageSize = pageSize;
  }

  List<ModeratedComment> comments() {
    return found;
  }

  /**
   * Adds the comments of a stretch that match.
   *
   * @return the last place that was looked at, where the page is full or the deadline is over;
   *     empty at the end of the stretch
   */
  Optional<IndexPlace> collect(SearchStretch stretch, long deadline) {
    List<SearchStretch.Candidate> all = stretch.candidates();
    int at = 0;
    while (at < all.size()) {
      int end = end(all, at);
      List<IndexPlace> places = places(all.subList(at, end));
      IndexPlace full = read(places);
      if (full != null) {
        return Optional.of(full);
      }
      if (end < all.size() && System.nanoTime() >= deadline) {
        return Optional.of(new IndexPlace(all.get(end - 1).second() * MICROS, ""));
      }
      at = end;
    }
    return Optional.empty();
  }

  /** Returns where a slice ends that begins there: after a whole second. */
  private int end(List<SearchStretch.Candidate> all, int from) {
    int end =
        Math.min(all.size(), from + Math.clamp(pageSize - found.size(), MIN_SLICE, MAX_SLICE));
    while (end < all.size() && all.get(end).second() == all.get(end - 1).second()) {
      end++;
    }
    return end;
  }

  /** Finds the ids of candidates among those that were published in the same second. */
  private List<IndexPlace> places(List<SearchStretch.Candidate> candidates) {
    Set<SearchStretch.Candidate> wanted = new HashSet<>(candidates);
    List<Long> seconds =
        candidates.stream().map(SearchStretch.Candidate::second).distinct().toList();
    List<CompletionStage<List<ScoredValue<byte[]>>>> asked = new ArrayList<>();
    for (long second : seconds) {
      Range<Double> whole =
          Range.from(
              Range.Boundary.including(second * MICROS),
              Range.Boundary.excluding((second + 1) * MICROS));
      asked.add(redis.send(commands -> commands.zrevrangebyscoreWithScores(keys.byTime(), whole)));
    }
    List<IndexPlace> places = new ArrayList<>();
    for (int i = 0; i < seconds.size(); i++) {
      for (ScoredValue<byte[]> value : RedisFaults.await(asked.get(i))) {
        String id = new String(value.getValue(), StandardCharsets.UTF_8);
        if (wanted.contains(new SearchStretch.Candidate(seconds.get(i), WordRecord.id(id)))) {
          places.add(new IndexPlace(value.getScore(), id));
        }
      }
    }
    return places.stream().filter(this::isAfter).toList();
  }

  private boolean isAfter(IndexPlace place) {
    if (after.isEmpty()) {
      return true;
    }
    int order = Double.compare(place.score(), after.get().score());
    return order == 0
        ? Arrays.compareUnsigned(bytes(place.member()), bytes(after.get().member())) < 0
        : order < 0;
  }

  /** Adds what matches; returns the last place where that fills the page, else null. */
  private @Nullable IndexPlace read(List<IndexPlace> places) {
    List<CompletionStage<Map<String, byte[]>>> hashes = new ArrayList<>();
    for (IndexPlace place : places) {
      String key = keys.comment(place.member());
      hashes.add(redis.send(commands -> commands.hgetall(key)));
    }
    for (int i = 0; i < places.size(); i++) {
      Map<String, byte[]> hash = RedisFaults.await(hashes.get(i));
      if (found.size() < pageSize) {
        CommentHash.read(keys.chat(), hash).filter(match::matches).ifPresent(found::add);
        if (found.size() == pageSize) {
          return places.get(i);
        }
      }
    }
    return null;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
