package chatwarden.ingest.stage;

import chatwarden.broker.BrokerTopology;
import chatwarden.broker.ConfirmedPublisher;
import chatwarden.broker.Delivery;
import chatwarden.broker.MessageHeaders;
import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.pipeline.v1.RewrittenBatch;
import chatwarden.pipeline.v1.TaggedBatch;
import chatwarden.rewriter.v1.RewriteTextRequest;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.limit.FieldRules;
import chatwarden.tagger.v1.TagSpansRequest;
import chatwarden.type.v1.Comment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes the results and the dead letters of a stage. Blocks while the broker is full. */
final class StageOutput {

  /** So many comments a message to the tag stage holds at most, as many as a call may. */
  private static final int TAG_COMMENTS =
      FieldRules.most(TagSpansRequest.getDescriptor(), "comments");

  /** The same of a message to the rewrite stage. */
  private static final int REWRITE_COMMENTS =
      FieldRules.most(RewriteTextRequest.getDescriptor(), "comments");

  private static final String WAITS_SINCE = "chatwarden-waits-since";
  private static final Logger log = LoggerFactory.getLogger(StageOutput.class);

  private final ConfirmedPublisher publisher;
  private final int maxAttempts;
  private final StageMetrics metrics;

  StageOutput(ConfirmedPublisher publisher, int maxAttempts, StageMetrics metrics) {
    this.publisher = publisher;
    this.maxAttempts = maxAttempts;
    this.metrics = metrics;
  }

  CompletableFuture<Void> toRecord(ClassifiedBatch batch) throws InterruptedException {
    return publisher.publish(
        BrokerTopology.RECORD, MessageTypes.CLASSIFIED, batch.toByteArray(), Map.of());
  }

  CompletableFuture<Void> toRecord(TaggedBatch batch) throws InterruptedException {
    return publisher.publish(
        BrokerTopology.RECORD, MessageTypes.TAGGED, batch.toByteArray(), Map.of());
  }

  CompletableFuture<Void> toRecord(ChatEvent event) throws InterruptedException {
    return publisher.publish(
        BrokerTopology.RECORD, MessageTypes.EVENT, event.toByteArray(), Map.of());
  }

  CompletableFuture<Void> toRecord(RewrittenBatch batch) throws InterruptedException {
    return publisher.publish(
        BrokerTopology.RECORD, MessageTypes.REWRITTEN, batch.toByteArray(), Map.of());
  }

  /** In as many messages as it takes; without comments, there is nothing to wait for. */
  CompletableFuture<Void> toTag(String chat, List<ClassifiedComment> comments)
      throws InterruptedException {
    return flagged(BrokerTopology.TAG, TAG_COMMENTS, chat, comments);
  }

  /** As {@link #toTag}. */
  CompletableFuture<Void> toRewrite(String chat, List<ClassifiedComment> comments)
      throws InterruptedException {
    return flagged(BrokerTopology.REWRITE, REWRITE_COMMENTS, chat, comments);
  }

  private CompletableFuture<Void> flagged(
      String queue, int most, String chat, List<ClassifiedComment> comments)
      throws InterruptedException {
    List<CompletableFuture<Void>> confirms = new ArrayList<>(1);
    for (int from = 0; from < comments.size(); from += most) {
      int to = Math.min(from + most, comments.size());
      ClassifiedBatch batch =
          ClassifiedBatch.newBuilder()
              .setChat(chat)
              .addAllComments(comments.subList(from, to))
              .build();
      confirms.add(
          publisher.publish(queue, MessageTypes.CLASSIFIED, batch.toByteArray(), Map.of()));
    }
    return CompletableFuture.allOf(confirms.toArray(CompletableFuture[]::new));
  }

  /** A comment that never becomes a message of the recorder. */
  CompletableFuture<Void> deadLetter(Comment comment, String reason) throws InterruptedException {
    return deadLetter(
        BrokerTopology.RECORD, MessageTypes.COMMENT, comment.toByteArray(), Map.of(), reason);
  }

  /** Whether what fails now has failed for the last time. */
  boolean isLastAttempt(Delivery delivery) {
    return delivery.attempt() + 1 >= maxAttempts;
  }

  /** The message goes to the end of its queue, with one attempt more. */
  CompletableFuture<Void> requeue(Delivery delivery, String reason) throws InterruptedException {
    return requeue(delivery, delivery.body(), reason);
  }

  /** The same for a part of the message. */
  CompletableFuture<Void> requeue(Delivery delivery, byte[] body, String reason)
      throws InterruptedException {
    metrics.attemptFailed(reason);
    Map<String, Object> headers = new HashMap<>(delivery.headers());
    headers.put(MessageHeaders.ATTEMPT, delivery.attempt() + 1);
    return publisher.publish(delivery.queue(), delivery.id(), delivery.type(), body, headers);
  }

  /** The message goes to the end of its queue, after those that have to come before it. */
  CompletableFuture<Void> defer(Delivery delivery) throws InterruptedException {
    Map<String, Object> headers = new HashMap<>(delivery.headers());
    headers.putIfAbsent(WAITS_SINCE, System.currentTimeMillis());
    return publisher.publish(
        delivery.queue(), delivery.id(), delivery.type(), delivery.body(), headers);
  }

  /** Returns for how long the message has been sent to the end of its queue by {@link #defer}. */
  static Duration waited(Delivery delivery) {
    return delivery.headers().get(WAITS_SINCE) instanceof Number since
        ? Duration.ofMillis(Math.max(System.currentTimeMillis() - since.longValue(), 0))
        : Duration.ZERO;
  }

  /** The message goes to the dead letters of its queue. */
  CompletableFuture<Void> deadLetter(Delivery delivery, String reason) throws InterruptedException {
    return deadLetter(delivery, delivery.body(), reason);
  }

  /** The same for a part of what the message held, with the fault that it was refused with. */
  CompletableFuture<Void> deadLetter(Delivery delivery, byte[] body, String reason, Throwable fault)
      throws InterruptedException {
    Map<String, Object> headers = new HashMap<>(delivery.headers());
    headers.put(MessageHeaders.ATTEMPT, delivery.attempt() + 1);
    if (fault instanceof InvalidInputException problem) { // The one that never repeats a text.
      headers.put(MessageHeaders.PROBLEM, String.valueOf(problem.getMessage()));
    }
    return deadLetter(delivery.queue(), delivery.type(), body, headers, reason);
  }

  /** The same for a part of what the message held. */
  CompletableFuture<Void> deadLetter(Delivery delivery, byte[] body, String reason)
      throws InterruptedException {
    Map<String, Object> headers = new HashMap<>(delivery.headers());
    headers.put(MessageHeaders.ATTEMPT, delivery.attempt() + 1);
    return deadLetter(delivery.queue(), delivery.type(), body, headers, reason);
  }

  private CompletableFuture<Void> deadLetter(
      String queue, String type, byte[] body, Map<String, Object> headers, String reason)
      throws InterruptedException {
    metrics.dead(reason);
    log.warn("Dead letter queue={} type={} reason={}", queue, type, reason);
    Map<String, Object> all = new HashMap<>(headers);
    all.put(MessageHeaders.REASON, reason);
    all.put(MessageHeaders.QUEUE, queue);
    return publisher.publish(BrokerTopology.deadOf(queue), type, body, all);
  }
}
