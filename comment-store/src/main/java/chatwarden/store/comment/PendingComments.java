package chatwarden.store.comment;

import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.SharedConnection;
import chatwarden.type.v1.ModeratedComment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds the comments of a batch that are flagged in the store and not tagged yet. */
final class PendingComments {
  private final SharedConnection redis;

  PendingComments(SharedConnection redis) {
    this.redis = redis;
  }

  /**
   * The comments as they stand in the store.
   *
   * @param places where they stand in the batch, counted from 1; negative for those that the store
   *     held before, under other settings perhaps
   */
  CompletionStage<List<ClassifiedComment>> of(ClassifiedBatch batch, List<Long> places) {
    List<CompletableFuture<ClassifiedComment>> found = new ArrayList<>(places.size());
    for (long place : places) {
      ClassifiedComment comment = batch.getComments((int) Math.abs(place) - 1);
      found.add(
          place > 0
              ? CompletableFuture.completedFuture(comment)
              : stored(batch.getChat(), comment).toCompletableFuture());
    }
    return CompletableFuture.allOf(found.toArray(CompletableFuture[]::new))
        .thenApply(done -> found.stream().map(CompletableFuture::join).toList());
  }

  /** A comment removed in between is tagged as it comes: the chat's end waits for it. */
  private CompletionStage<ClassifiedComment> stored(String chat, ClassifiedComment coming) {
    String key = new ChatKeys(chat).comment(coming.getComment().getId());
    return redis
        .<Map<String, byte[]>>send(commands -> commands.hgetall(key))
        .thenApply(
            hash -> CommentHash.read(chat, hash).map(PendingComments::classified).orElse(coming));
  }

  private static ClassifiedComment classified(ModeratedComment stored) {
    ClassifiedComment.Builder classified =
        ClassifiedComment.newBuilder()
            .setComment(stored.getComment())
            .setClassification(stored.getClassification())
            .setFlagged(true)
            .setFlagReason(stored.getFlagReason())
            .setFlagRule(stored.getFlagRule())
            .addAllAllowed(stored.getAllowedList());
    if (stored.hasExceededThreshold()) {
      classified.setExceededThreshold(stored.getExceededThreshold());
    }
    return classified.build();
  }
}
