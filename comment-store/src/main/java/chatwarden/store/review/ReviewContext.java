package chatwarden.store.review;

import chatwarden.comment.v1.CommentFilter;
import chatwarden.review.v1.GetReviewContextResponse;
import chatwarden.store.comment.CommentQuery;
import chatwarden.store.comment.CommentStore;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.redis.StoredTime;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.ModeratedComment;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Finds the comments around a comment and by its author. Safe for use by many threads. */
final class ReviewContext {

  private static final int AROUND = 10;
  private static final int OF_AUTHOR = 20;

  private final SharedConnection redis;
  private final CommentStore comments;

  ReviewContext(SharedConnection redis, CommentStore comments) {
    this.redis = redis;
    this.comments = comments;
  }

  GetReviewContextResponse of(Comment comment) {
    String chat = comment.getChat();
    double micros = StoredTime.micros(comment.getPublishTime());
    String index = new ChatKeys(chat).byTime();
    Limit limit = Limit.from(AROUND);
    List<byte[]> before =
        new ArrayList<>(
            redis.ask(
                commands ->
                    commands.zrevrangebyscore(
                        index,
                        Range.from(Range.Boundary.unbounded(), Range.Boundary.excluding(micros)),
                        limit)));
    Collections.reverse(before);
    List<byte[]> after =
        redis.ask(
            commands ->
                commands.zrangebyscore(
                    index,
                    Range.from(Range.Boundary.including(micros), Range.Boundary.unbounded()),
                    Limit.from(AROUND + 1L)));
    return GetReviewContextResponse.newBuilder()
        .addAllBefore(read(comment, before))
        .addAllAfter(read(comment, after).stream().limit(AROUND).toList())
        .addAllByAuthor(byAuthor(comment))
        .build();
  }

  private List<ModeratedComment> read(Comment comment, List<byte[]> ids) {
    return ids.stream()
        .map(id -> new String(id, StandardCharsets.UTF_8))
        .filter(id -> !id.equals(comment.getId()))
        .flatMap(id -> comments.get(comment.getChat(), id).stream())
        .toList();
  }

  private List<ModeratedComment> byAuthor(Comment comment) {
    String author = comment.getAuthor().getId();
    if (author.isEmpty()) {
      return List.of();
    }
    CommentFilter filter = CommentFilter.newBuilder().setAuthorId(author).build();
    return comments
        .list(new CommentQuery(comment.getChat(), OF_AUTHOR + 1, "", filter))
        .comments()
        .stream()
        .filter(other -> !other.getComment().getId().equals(comment.getId()))
        .limit(OF_AUTHOR)
        .toList();
  }
}
