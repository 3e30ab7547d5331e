package chatwarden.ingest.stage;

import chatwarden.ingest.broker.Delivery;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.store.comment.CommentStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A part of a delivery that the store records by itself: one comment, or a message that cannot be
 * divided.
 *
 * @param id the id of the message that goes round when the part is given up for now
 * @param body the body of that message
 */
record LanePart(String id, byte[] body, RecordMessage message) {

  /** Returns the parts of the message in order, at least one. */
  static List<LanePart> of(LaneMessage message) {
    Delivery delivery = message.delivery();
    if (message.message().size() <= 1) {
      return List.of(new LanePart(delivery.id(), delivery.body(), message.message()));
    }
    List<LanePart> parts = new ArrayList<>(message.message().size());
    for (RecordMessage part : message.message().parts()) {
      parts.add(new LanePart(delivery.id() + "." + parts.size(), part.body(), part));
    }
    return parts;
  }

  /**
   * Records each part by itself, in order and without waiting in between. Fails only while the
   * store is away; a part that the store refuses is in the outcome.
   */
  static CompletionStage<LaneOutcome> record(List<LanePart> parts, CommentStore store) {
    List<CompletableFuture<LaneOutcome>> outcomes =
        parts.stream().map(part -> part.record(store).toCompletableFuture()).toList();
    return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
        .thenApply(
            done ->
                outcomes.stream()
                    .map(CompletableFuture::join)
                    .reduce(LaneOutcome.of(List.of()), LaneOutcome::and));
  }

  private CompletionStage<LaneOutcome> record(CommentStore store) {
    CompletionStage<List<ClassifiedComment>> answer;
    try {
      answer = message.into(store);
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedStage(e);
    }
    return answer
        .thenApply(LaneOutcome::of)
        .exceptionallyCompose(fault -> LaneOutcome.refused(this, fault));
  }
}
