package chatwarden.store.comment;

import chatwarden.comment.v1.CommentFilter;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.IndexPlace;
import chatwarden.store.redis.PageToken;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.redis.StoredTime;
import java.time.Duration;
import java.util.Optional;

/**
 * Searches all comments of a chat by the words of its hours, the newest first. One page takes a
 * bounded time: where it ends before the page is full, its token says how far it came. Safe for use
 * by many threads.
 */
final class CommentSearch {

  /** After this time a page is given with the comments found so far. */
  private static final Duration BUDGET = Duration.ofMillis(1_500);

  private final SharedConnection redis;

  CommentSearch(SharedConnection redis) {
    this.redis = redis;
  }

  /**
   * Returns whether the index is of use: there are words, flags or rare labels to look for, in the
   * order of the index, and not in the comments of one author alone.
   */
  boolean answers(CommentQuery query) {
    CommentFilter filter = query.filter();
    return !query.oldestFirst()
        && filter.getAuthorId().isEmpty()
        && !new CommentMatch(filter).question().isOpen();
  }

  CommentPage page(CommentQuery query) {
    byte[] fingerprint = CommentLister.fingerprint(query);
    Optional<IndexPlace> after = PageToken.read(query.pageToken(), fingerprint);
    long deadline = System.nanoTime() + BUDGET.toNanos();
    ChatKeys keys = new ChatKeys(query.chat());
    CommentMatch match = new CommentMatch(query.filter());
    SearchedHours hours =
        new SearchedHours(
            redis, keys, match.question(), CommentLister.scores(query.filter()), after);
    SearchHits hits = new SearchHits(redis, keys, match, after, query.pageSize());
    while (true) {
      Optional<SearchStretch> stretch = hours.next();
      if (stretch.isEmpty()) {
        return new CommentPage(hits.comments(), "");
      }
      Optional<IndexPlace> stopped = hits.collect(stretch.get(), deadline);
      if (stopped.isPresent() || System.nanoTime() >= deadline) {
        IndexPlace last = stopped.orElse(new IndexPlace(stretch.get().from(), ""));
        return new CommentPage(
            hits.comments(),
            new PageToken(last).write(fingerprint),
            Optional.of(StoredTime.ofMicros((long) last.score())));
      }
    }
  }
}
