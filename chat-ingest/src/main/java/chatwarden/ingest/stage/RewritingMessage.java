package chatwarden.ingest.stage;

import chatwarden.pipeline.v1.RewrittenBatch;
import chatwarden.store.comment.CommentStore;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Proposals of stage 3. */
record RewritingMessage(String chat, int size, RewrittenBatch batch) implements RecordMessage {

  RewritingMessage(RewrittenBatch batch) {
    this(batch.getChat(), batch.getCommentsCount(), batch);
  }

  @Override
  public List<RecordMessage> parts() {
    return batch.getCommentsList().stream()
        .<RecordMessage>map(
            comment ->
                new RewritingMessage(
                    RewrittenBatch.newBuilder()
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
    return store.record(batch).thenApply(done -> LaneOutcome.ofComments(List.of()));
  }
}
