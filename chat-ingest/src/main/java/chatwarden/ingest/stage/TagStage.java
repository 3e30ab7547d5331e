package chatwarden.ingest.stage;

import chatwarden.broker.BrokerConnection;
import chatwarden.broker.BrokerTopology;
import chatwarden.broker.ConfirmedPublisher;
import chatwarden.broker.Delivery;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.pipeline.v1.TaggedBatch;
import chatwarden.pipeline.v1.TaggedComment;
import chatwarden.runtime.config.Config;
import io.grpc.Channel;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Stage 2: has flagged comments tagged. A tagger that is away is waited for, as the end of a chat
 * is. The recorder learns of a comment that became a dead letter, which will never be tagged.
 */
public final class TagStage extends FlaggedStage<TaggedComment> {

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
  List<TaggedComment> results(Delivery delivery, List<ClassifiedComment> comments)
      throws PermanentFaultException, InterruptedException {
    List<TaggedComment> tagged = tagger.tag(comments);
    StageTrace.answered(tagged.stream().map(it -> it.getTagging().getModel()));
    return tagged;
  }

  @Override
  CompletableFuture<Void> publish(String chat, List<TaggedComment> results)
      throws InterruptedException {
    return output.toRecord(TaggedBatch.newBuilder().setChat(chat).addAllComments(results).build());
  }

  @Override
  Optional<TaggedComment> givenUp(ClassifiedComment comment) {
    return Optional.of(TaggedComment.newBuilder().setComment(comment).setFailed(true).build());
  }
}
