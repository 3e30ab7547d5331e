package chatwarden.ingest.stage;

import chatwarden.domain.chat.SyntheticChat;
import chatwarden.ingest.source.Rejection;
import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.pipeline.v1.Publication;
import io.opentelemetry.context.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Publishes the steps of one chat to the recorder, each message with the next number of its
 * session. For one thread at a time.
 */
final class ChatPublisher {

  private final String chat;
  private final Publication origin;
  private final Consumer<Rejection> rejections;
  private final StageOutput output;
  private final ModerationMetrics moderation;
  private long published;

  /**
   * A publisher of a session that has published nothing.
   *
   * @param origin the session and its lease
   * @param rejections takes the comments that the classifier refuses
   */
  ChatPublisher(
      String chat,
      Publication origin,
      Consumer<Rejection> rejections,
      StageOutput output,
      ModerationMetrics moderation) {
    this.chat = chat;
    this.origin = origin;
    this.rejections = rejections;
    this.output = output;
    this.moderation = moderation;
  }

  /** Publishes a step that is ready; the answer comes when the broker has confirmed all of it. */
  CompletableFuture<?> publish(PipelineStep step) throws InterruptedException {
    return switch (step) {
      case PipelineStep.Comments batch -> publish(batch);
      case PipelineStep.Event event ->
          output.toRecord(event.event().toBuilder().setPublication(next()).build());
      case PipelineStep.Barrier barrier -> {
        barrier.comesAfter(published);
        yield CompletableFuture.completedFuture(null);
      }
    };
  }

  private CompletableFuture<?> publish(PipelineStep.Comments batch) throws InterruptedException {
    try (Scope scope = batch.span().makeCurrent()) {
      return publish(batch.answer());
    } finally {
      batch.span().end();
    }
  }

  private CompletableFuture<?> publish(Classified answer) throws InterruptedException {
    List<CompletableFuture<Void>> confirms = new ArrayList<>();
    if (!answer.comments().isEmpty()) {
      confirms.add(output.toRecord(batch(answer.comments())));
    }
    for (Classified.Refused refused : answer.refused()) {
      confirms.add(output.deadLetter(refused.comment(), refused.reason()));
      rejections.accept(
          new Rejection(
              "comment " + refused.comment().getId(),
              "text",
              "refused by the classifier: " + refused.reason()));
    }
    return CompletableFuture.allOf(confirms.toArray(CompletableFuture[]::new))
        .thenRun(
            () -> {
              if (!SyntheticChat.is(chat)) {
                moderation.decided(answer.comments());
              }
            });
  }

  private ClassifiedBatch batch(List<ClassifiedComment> comments) {
    return ClassifiedBatch.newBuilder()
        .setChat(chat)
        .addAllComments(comments)
        .setPublication(next())
        .build();
  }

  private Publication next() {
    published++;
    return origin.toBuilder().addNumbers(published).build();
  }
}
