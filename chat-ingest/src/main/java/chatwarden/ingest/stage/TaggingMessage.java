package chatwarden.ingest.stage;

import chatwarden.pipeline.v1.TaggedBatch;
import chatwarden.pipeline.v1.TaggedComment;
import chatwarden.store.comment.CommentStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Comments with their spans. */
record TaggingMessage(String chat, int size, TaggedBatch batch) implements RecordMessage {

  TaggingMessage(TaggedBatch batch) {
    this(batch.getChat(), batch.getCommentsCount(), batch);
  }

  @Override
  public List<RecordMessage> parts() {
    return batch.getCommentsList().stream()
        .<RecordMessage>map(
            comment ->
                new TaggingMessage(
                    TaggedBatch.newBuilder().setChat(batch.getChat()).addComments(comment).build()))
        .toList();
  }

  @Override
  public byte[] body() {
    return batch.toByteArray();
  }

  @Override
  public CompletionStage<LaneOutcome> into(CommentStore store) {
    return store.record(batch).thenApply(done -> LaneOutcome.ofComments(List.of()));
  }

  @Override
  public Optional<TaggedBatch> substitute() {
    List<TaggedComment> failed =
        batch.getCommentsList().stream()
            .filter(comment -> !comment.getFailed())
            .map(
                comment ->
                    TaggedComment.newBuilder()
                        .setComment(comment.getComment())
                        .setFailed(true)
                        .build())
            .toList();
    return failed.isEmpty()
        ? Optional.empty()
        : Optional.of(
            TaggedBatch.newBuilder().setChat(batch.getChat()).addAllComments(failed).build());
  }
}
