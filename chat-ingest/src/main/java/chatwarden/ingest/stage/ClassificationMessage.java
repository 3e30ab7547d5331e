package chatwarden.ingest.stage;

import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.pipeline.v1.Publication;
import chatwarden.store.comment.CommentStore;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** Comments with their classification. */
record ClassificationMessage(String chat, int size, ClassifiedBatch batch)
    implements RecordMessage {

  ClassificationMessage(ClassifiedBatch batch) {
    this(batch.getChat(), batch.getCommentsCount(), batch);
  }

  @Override
  public Publication publication() {
    return batch.getPublication();
  }

  @Override
  public RecordMessage of(List<RecordMessage> parts) {
    return new ClassificationMessage(
        ((ClassificationMessage) RecordMessage.joined(parts))
            .batch().toBuilder().setPublication(publication()).build());
  }

  @Override
  public List<RecordMessage> parts() {
    if (size() <= 1) {
      return List.of(this);
    }
    return batch.getCommentsList().stream()
        .<RecordMessage>map(
            comment ->
                new ClassificationMessage(
                    ClassifiedBatch.newBuilder()
                        .setChat(batch.getChat())
                        .addComments(comment)
                        .build()))
        .toList();
  }

  @Override
  public byte[] body() {
    return batch.toByteArray();
  }

  @Override
  public CompletionStage<LaneOutcome> into(CommentStore store) {
    return store.record(batch).thenApply(LaneOutcome::ofComments);
  }

  @Override
  public Set<String> rewriteWanted() {
    return batch.getCommentsList().stream()
        .filter(ClassifiedComment::getRewriteWanted)
        .map(comment -> comment.getComment().getId())
        .collect(Collectors.toUnmodifiableSet());
  }
}
