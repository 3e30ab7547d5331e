package chatwarden.bridge.policy;

import chatwarden.comment.v1.CommentFilter;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.comment.CommentPage;
import chatwarden.store.comment.CommentQuery;
import chatwarden.store.comment.CommentStore;
import chatwarden.type.v1.ModeratedComment;
import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Reads stored comments slice by slice, until so many are read, the time is over, or the caller is
 * gone. Blocks.
 *
 * @param filter by time
 * @param slice how many comments are read and worked on together
 */
record StoredPages(
    CommentStore comments, String chat, CommentFilter filter, boolean oldestFirst, int slice) {

  /** After this time no further slice is begun. */
  private static final Duration LONGEST = Duration.ofSeconds(5);

  static CommentFilter filter(boolean hasStart, Timestamp start, boolean hasEnd, Timestamp end) {
    CommentFilter.Builder filter = CommentFilter.newBuilder();
    if (hasStart) {
      filter.setStartTime(start);
    }
    if (hasEnd) {
      filter.setEndTime(end);
    }
    return filter.build();
  }

  /**
   * Reads up to {@code most} comments.
   *
   * @param isGone whether the caller has cancelled
   * @return the token of the next page; empty on the last
   */
  String read(
      int most, String pageToken, BooleanSupplier isGone, Consumer<List<ModeratedComment>> each) {
    long begin = System.nanoTime();
    String token = pageToken;
    int left = most;
    do {
      if (isGone.getAsBoolean()) {
        throw FaultCode.UNAVAILABLE.exception("CALLER_GONE", "the caller cancelled");
      }
      CommentPage page =
          comments.list(new CommentQuery(chat, Math.min(left, slice), token, filter, oldestFirst));
      each.accept(page.comments());
      left -= page.comments().size();
      token = page.nextPageToken();
    } while (!token.isEmpty() && left > 0 && System.nanoTime() - begin < LONGEST.toNanos());
    return token;
  }
}
