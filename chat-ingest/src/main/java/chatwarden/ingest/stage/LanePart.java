package chatwarden.ingest.stage;

import chatwarden.store.comment.CommentStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Records messages part by part, so that a refusal affects one part alone. */
final class LanePart {

  private LanePart() {}

  /**
   * Records each part of the message by itself, in order and without waiting in between. Fails only
   * while the store is away; a part that the store refuses is in the outcome.
   */
  static CompletionStage<LaneOutcome> record(RecordMessage message, CommentStore store) {
    List<CompletableFuture<LaneOutcome>> outcomes =
        message.parts().stream()
            .map(part -> recordPart(part, store).toCompletableFuture())
            .toList();
    return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
        .thenApply(
            done ->
                outcomes.stream()
                    .map(CompletableFuture::join)
                    .reduce(LaneOutcome.ofComments(List.of()), LaneOutcome::and));
  }

  private static CompletionStage<LaneOutcome> recordPart(RecordMessage part, CommentStore store) {
    CompletionStage<LaneOutcome> answer;
    try {
      answer = part.into(store);
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedStage(e);
    }
    return answer.exceptionallyCompose(fault -> LaneOutcome.refused(part, fault));
  }
}
