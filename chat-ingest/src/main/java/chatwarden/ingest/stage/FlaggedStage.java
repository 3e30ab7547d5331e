package chatwarden.ingest.stage;

import chatwarden.broker.BrokerConnection;
import chatwarden.broker.ConfirmedPublisher;
import chatwarden.broker.Delivery;
import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.tracing.WorkSpan;
import com.google.protobuf.InvalidProtocolBufferException;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stage that takes flagged comments from the broker, asks a model server about them and publishes
 * the results to the recorder. A message is acknowledged when everything that comes of it is
 * confirmed.
 *
 * <p>Of a batch that the server refuses, the comments are asked about one by one; a bad one goes
 * round again alone, at most {@code stage.max-attempts} times in all, then it becomes a dead
 * letter. Messages are worked on side by side, each on a virtual thread of its own, and may
 * overtake each other.
 *
 * @param <R> the result for a comment
 */
abstract sealed class FlaggedStage<R> extends BrokerStage permits TagStage, RewriteStage {

  private static final Logger log = LoggerFactory.getLogger(FlaggedStage.class);

  private final String stage;

  FlaggedStage(
      String name,
      String queue,
      BrokerConnection consuming,
      ConfirmedPublisher publisher,
      Config config,
      MeterRegistry registry) {
    super(name, queue, consuming, publisher, config, registry);
    this.stage = name;
  }

  /**
   * Asks the model server, for as long as it is away.
   *
   * @return the results, which may be fewer than the comments
   * @throws PermanentFaultException if it refuses one of them
   */
  abstract List<R> results(Delivery delivery, List<ClassifiedComment> comments)
      throws PermanentFaultException, InterruptedException;

  /** Publishes results, at least one, to the recorder. */
  abstract CompletableFuture<Void> publish(String chat, List<R> results)
      throws InterruptedException;

  /** Returns the result for a comment that became a dead letter. */
  abstract Optional<R> givenUp(ClassifiedComment comment);

  @Override
  final void begin(Delivery delivery) {
    runner.run(List.of(delivery), () -> trace(delivery));
  }

  private void trace(Delivery delivery) throws InterruptedException {
    WorkSpan span = StageTrace.ofMessages(tracing, stage, List.of(delivery));
    try (Scope scope = span.makeCurrent()) {
      work(delivery);
    } finally {
      span.end();
    }
  }

  private void work(Delivery delivery) throws InterruptedException {
    if (!delivery.isLive()) {
      runner.abandon();
      return;
    }
    List<CompletableFuture<Void>> confirms = new ArrayList<>(1);
    try {
      ask(delivery, decode(delivery), confirms);
    } catch (PermanentFaultException e) {
      confirms.add(
          output.isLastAttempt(delivery)
              ? output.deadLetter(delivery, e.reason())
              : output.requeue(delivery, e.reason()));
    }
    try {
      CompletableFuture.allOf(confirms.toArray(CompletableFuture[]::new)).join();
      runner.done(delivery);
    } catch (CompletionException e) {
      log.debug("Closed before the confirm, comes again");
      runner.abandon();
    }
  }

  private static ClassifiedBatch decode(Delivery delivery) throws PermanentFaultException {
    if (!delivery.type().equals(MessageTypes.CLASSIFIED)) {
      throw new PermanentFaultException("UNKNOWN_TYPE", true);
    }
    try {
      ClassifiedBatch batch = ClassifiedBatch.parseFrom(delivery.body());
      if (!batch.getChat().isEmpty() && batch.getCommentsCount() > 0) {
        return batch;
      }
    } catch (InvalidProtocolBufferException e) {
      log.debug("Undecodable type={}", delivery.type());
    }
    throw new PermanentFaultException("UNDECODABLE", true);
  }

  private void ask(Delivery delivery, ClassifiedBatch batch, List<CompletableFuture<Void>> confirms)
      throws InterruptedException {
    metrics.batch(batch.getCommentsCount());
    WorkSpan.current().set(WorkSpan.COMMENTS, batch.getCommentsCount());
    List<R> results = new ArrayList<>(batch.getCommentsCount());
    try {
      results.addAll(results(delivery, batch.getCommentsList()));
    } catch (PermanentFaultException e) {
      if (batch.getCommentsCount() == 1) {
        giveUp(delivery, batch, e.reason(), confirms);
        return;
      }
      for (ClassifiedComment comment : batch.getCommentsList()) {
        askAlone(delivery, batch.getChat(), comment, results, confirms);
      }
    }
    if (!results.isEmpty()) {
      confirms.add(publish(batch.getChat(), results));
    }
  }

  private void askAlone(
      Delivery delivery,
      String chat,
      ClassifiedComment comment,
      List<R> results,
      List<CompletableFuture<Void>> confirms)
      throws InterruptedException {
    try {
      results.addAll(results(delivery, List.of(comment)));
    } catch (PermanentFaultException e) {
      ClassifiedBatch alone =
          ClassifiedBatch.newBuilder().setChat(chat).addComments(comment).build();
      giveUp(delivery, alone, e.reason(), confirms);
    }
  }

  /** For now, or, at the last attempt, for good. */
  private void giveUp(
      Delivery delivery,
      ClassifiedBatch alone,
      String reason,
      List<CompletableFuture<Void>> confirms)
      throws InterruptedException {
    if (!output.isLastAttempt(delivery)) {
      confirms.add(output.requeue(delivery, alone.toByteArray(), reason));
      return;
    }
    confirms.add(output.deadLetter(delivery, alone.toByteArray(), reason));
    R result = givenUp(alone.getComments(0)).orElse(null);
    if (result != null) {
      confirms.add(publish(alone.getChat(), List.of(result)));
    }
  }
}
