package chatwarden.ingest.stage;

import chatwarden.broker.BrokerConnection;
import chatwarden.broker.BrokerTopology;
import chatwarden.broker.ConfirmedPublisher;
import chatwarden.broker.Delivery;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.pipeline.v1.RewrittenBatch;
import chatwarden.runtime.config.Config;
import chatwarden.type.v1.RewrittenComment;
import io.grpc.Channel;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Stage 3: has polite forms proposed for the flagged comments of chats that ask for it. Nothing
 * waits for a proposal: a message that has waited for {@code rewrite.max-age}, in the queue or for
 * a rewriter that is away, is skipped and counted.
 */
public final class RewriteStage extends FlaggedStage<RewrittenComment> {

  private final RetryingCall calls;
  private final RewriterClient rewriter;
  private final Duration maxAge;

  /**
   * A stage that is not started.
   *
   * @param consuming the connection to take messages from; another than that of the publisher
   * @param channel the way to the rewriter, which stays the caller's to close
   */
  public RewriteStage(
      BrokerConnection consuming,
      ConfirmedPublisher publisher,
      Channel channel,
      Config config,
      MeterRegistry registry) {
    super("rewrite", BrokerTopology.REWRITE, consuming, publisher, config, registry);
    this.calls = new RetryingCall("rewriter", channel, config.get(StageKeys.RETRY_DELAY), metrics);
    this.rewriter = new RewriterClient(channel, calls, config.get(StageKeys.REWRITE_TIMEOUT));
    this.maxAge = config.get(StageKeys.REWRITE_MAX_AGE);
  }

  @Override
  boolean isAway() {
    return calls.isAway();
  }

  @Override
  List<RewrittenComment> results(Delivery delivery, List<ClassifiedComment> comments)
      throws PermanentFaultException, InterruptedException {
    Duration age =
        Duration.ofMillis(Math.max(0, System.currentTimeMillis() - delivery.sentMillis()));
    Optional<List<RewrittenComment>> answers =
        age.compareTo(maxAge) < 0
            ? rewriter.rewrite(comments, maxAge.minus(age))
            : Optional.empty();
    if (answers.isEmpty()) {
      metrics.skipped(comments.size());
    }
    List<RewrittenComment> rewritten = answers.orElse(List.of());
    StageTrace.answered(rewritten.stream().map(it -> it.getRewriting().getModel()));
    return rewritten;
  }

  @Override
  CompletableFuture<Void> publish(String chat, List<RewrittenComment> results)
      throws InterruptedException {
    return output.toRecord(
        RewrittenBatch.newBuilder().setChat(chat).addAllComments(results).build());
  }

  @Override
  Optional<RewrittenComment> givenUp(ClassifiedComment comment) {
    return Optional.empty();
  }
}
