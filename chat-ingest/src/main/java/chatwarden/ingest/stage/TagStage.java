package chatwarden.ingest.stage;

import chatwarden.broker.BrokerConnection;
import chatwarden.broker.BrokerTopology;
import chatwarden.broker.ConfirmedPublisher;
import chatwarden.broker.Delivery;
import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.pipeline.v1.TaggedBatch;
import chatwarden.pipeline.v1.TaggedComment;
import chatwarden.runtime.config.Config;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Channel;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stage 2: takes flagged comments from the broker, has them tagged and publishes them to the
 * recorder. A message is acknowledged when everything that comes of it is confirmed.
 *
 * <p>A tagger that is away is waited for. Of a batch that the tagger refuses, the comments are
 * asked about one by one; a bad one goes round again alone, at most {@code stage.max-attempts}
 * times in all, then it becomes a dead letter and the recorder learns that it will never be tagged.
 * Messages are worked on side by side, each on a virtual thread of its own, and may overtake each
 * other.
 */
public final class TagStage extends BrokerStage {

  private static final Logger log = LoggerFactory.getLogger(TagStage.class);

  private final RetryingCall calls;
  private final TaggerClient tagger;

  /**
   * A stage that is not started.
   *
   * @param consuming the connection to take messages from; another than that of the publisher
   * @param channel the way to the tagger, which stays the caller's to close
   */
  public TagStage(
      BrokerConnection consuming,
      ConfirmedPublisher publisher,
      Channel channel,
      Config config,
      MeterRegistry registry) {
    super("tag", BrokerTopology.TAG, consuming, publisher, config, registry);
    this.calls = new RetryingCall("tagger", channel, config.get(StageKeys.RETRY_DELAY), metrics);
    this.tagger = new TaggerClient(channel, calls, config.get(StageKeys.TAG_TIMEOUT));
  }

  @Override
  boolean isAway() {
    return calls.isAway();
  }

  @Override
  void begin(Delivery delivery) {
    runner.run(List.of(delivery), () -> work(delivery));
  }

  private void work(Delivery delivery) throws InterruptedException {
    if (!delivery.isLive()) {
      runner.abandon();
      return;
    }
    List<CompletableFuture<Void>> confirms = new ArrayList<>(1);
    try {
      tag(delivery, decode(delivery), confirms);
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

  private void tag(Delivery delivery, ClassifiedBatch batch, List<CompletableFuture<Void>> confirms)
      throws InterruptedException {
    metrics.batch(batch.getCommentsCount());
    List<TaggedComment> tagged = new ArrayList<>(batch.getCommentsCount());
    try {
      tagged.addAll(tagger.tag(batch.getCommentsList()));
    } catch (PermanentFaultException e) {
      if (batch.getCommentsCount() == 1) {
        giveUp(delivery, batch, e.reason(), confirms);
        return;
      }
      for (ClassifiedComment comment : batch.getCommentsList()) {
        tagAlone(delivery, batch.getChat(), comment, tagged, confirms);
      }
    }
    if (!tagged.isEmpty()) {
      confirms.add(output.toRecord(taggedBatch(batch.getChat(), tagged)));
    }
  }

  private void tagAlone(
      Delivery delivery,
      String chat,
      ClassifiedComment comment,
      List<TaggedComment> tagged,
      List<CompletableFuture<Void>> confirms)
      throws InterruptedException {
    try {
      tagged.addAll(tagger.tag(List.of(comment)));
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
    TaggedComment failed =
        TaggedComment.newBuilder().setComment(alone.getComments(0)).setFailed(true).build();
    confirms.add(output.toRecord(taggedBatch(alone.getChat(), List.of(failed))));
  }

  private static TaggedBatch taggedBatch(String chat, List<TaggedComment> comments) {
    return TaggedBatch.newBuilder().setChat(chat).addAllComments(comments).build();
  }
}
