package chatwarden.ingest.stage;

import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.pipeline.v1.Publication;
import chatwarden.store.comment.CommentStore;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What the platform reported, or the end. */
record EventMessage(ChatEvent event) implements RecordMessage {
  @Override
  public String chat() {
    return event.getChat();
  }

  @Override
  public int size() {
    return 0;
  }

  @Override
  public Publication publication() {
    return event.getPublication();
  }

  @Override
  public RecordMessage of(List<RecordMessage> parts) {
    return this;
  }

  @Override
  public List<RecordMessage> parts() {
    return List.of(this);
  }

  @Override
  public byte[] body() {
    return event.toByteArray();
  }

  @Override
  public CompletionStage<LaneOutcome> into(CommentStore store) {
    return store.record(event).thenApply(LaneOutcome::ofEvent);
  }

  boolean isEnd() {
    return event.hasEnded();
  }

  /** Returns the event without a place: as an end, it waits for no message. */
  EventMessage withoutPublication() {
    return new EventMessage(event.toBuilder().clearPublication().build());
  }
}
