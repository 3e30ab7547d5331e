package chatwarden.store.comment;

import chatwarden.comment.v1.CommentFilter;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.IndexPlace;
import chatwarden.store.redis.PageToken;
import chatwarden.store.redis.RedisFaults;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.redis.StoredTime;
import chatwarden.type.v1.ModeratedComment;
import io.lettuce.core.Range;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Lists the comments of a chat. Safe for use by many threads. */
final class CommentLister {

  /** How many comments one page looks at, at most, while it finds fewer than asked for. */
  static final int MAX_SCANNED = 5_000;

  private static final int MIN_SLICE = 50;
  private static final int MAX_SLICE = 500;

  private final SharedConnection redis;

  CommentLister(SharedConnection redis) {
    this.redis = redis;
  }

  CommentPage page(CommentQuery query) {
    byte[] fingerprint = fingerprint(query);
    Optional<IndexPlace> after = PageToken.read(query.pageToken(), fingerprint);
    CommentMatch match = new CommentMatch(query.filter());
    IndexScan scan =
        new IndexScan(redis, index(query), scores(query.filter()), after, query.oldestFirst());
    List<ModeratedComment> found = new ArrayList<>();
    int scanned = 0;
    while (scanned < MAX_SCANNED) {
      int wanted = Math.clamp(query.pageSize() - found.size() + 1L, MIN_SLICE, MAX_SLICE);
      List<IndexPlace> places = scan.next(wanted);
      if (places.isEmpty()) {
        return new CommentPage(found, "");
      }
      IndexPlace last = collect(query, places, match, found);
      if (found.size() == query.pageSize()) {
        boolean more = !last.equals(places.get(places.size() - 1)) || !scan.next(1).isEmpty();
        return new CommentPage(found, more ? new PageToken(last).write(fingerprint) : "");
      }
      scanned += places.size();
      after = Optional.of(last);
    }
    return new CommentPage(
        found, after.map(last -> new PageToken(last).write(fingerprint)).orElse(""));
  }

  /** Adds what matches until the page is full; gives the last place that was looked at. */
  private IndexPlace collect(
      CommentQuery query,
      List<IndexPlace> places,
      CommentMatch match,
      List<ModeratedComment> found) {
    ChatKeys keys = new ChatKeys(query.chat());
    List<CompletionStage<Map<String, byte[]>>> hashes = new ArrayList<>();
    for (IndexPlace place : places) {
      String key = keys.comment(place.member());
      hashes.add(redis.send(commands -> commands.hgetall(key)));
    }
    for (int i = 0; i < places.size(); i++) {
      CommentHash.read(query.chat(), RedisFaults.await(hashes.get(i)))
          .filter(match::matches)
          .ifPresent(found::add);
      if (found.size() == query.pageSize()) {
        return places.get(i);
      }
    }
    return places.get(places.size() - 1);
  }

  private static String index(CommentQuery query) {
    ChatKeys keys = new ChatKeys(query.chat());
    String author = query.filter().getAuthorId();
    return author.isEmpty() ? keys.byTime() : keys.byAuthor(author);
  }

  /** Whole microseconds; the match looks at the rest. */
  static Range<Double> scores(CommentFilter filter) {
    return Range.from(
        filter.hasStartTime()
            ? Range.Boundary.including((double) StoredTime.micros(filter.getStartTime()))
            : Range.Boundary.unbounded(),
        filter.hasEndTime()
            ? Range.Boundary.including((double) StoredTime.micros(filter.getEndTime()))
            : Range.Boundary.unbounded());
  }

  static byte[] fingerprint(CommentQuery query) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(
        (query.oldestFirst() ? "comments on of " : "comments of ")
            .getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(query.chat().getBytes(StandardCharsets.UTF_8));
    bytes.write(0);
    bytes.writeBytes(query.filter().toByteArray());
    return bytes.toByteArray();
  }
}
