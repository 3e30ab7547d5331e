package chatwarden.ingest.stage;

import chatwarden.ingest.source.Rejection;
import chatwarden.ingest.source.SourceSink;
import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.type.v1.Comment;
import com.google.protobuf.Timestamp;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;

/**
 * Passes on the deliveries of a source, with the time of receipt in place of a time more than
 * {@link #MOST_AHEAD} ahead of it: a comment of the year 9999 would stay the newest of its chat for
 * good, and a ban of then would cover every comment to come. Each replacement is counted.
 */
final class ReceiptTimes implements SourceSink {

  /** How far the clock of a platform may be ahead. */
  static final Duration MOST_AHEAD = Duration.ofMinutes(10);

  private final SourceSink pipeline;
  private final InstantSource clock;
  private final Counter replaced;

  ReceiptTimes(SourceSink pipeline, InstantSource clock, Counter replaced) {
    this.pipeline = pipeline;
    this.clock = clock;
    this.replaced = replaced;
  }

  @Override
  public void deliver(Comment comment) throws InterruptedException {
    Instant now = clock.instant();
    pipeline.deliver(
        isAhead(comment.getPublishTime(), now)
            ? comment.toBuilder().setPublishTime(received(now)).build()
            : comment);
  }

  @Override
  public void report(ChatEvent event) throws InterruptedException {
    Instant now = clock.instant();
    ChatEvent.Builder plausible = event.toBuilder();
    if (event.hasDeleted() && isAhead(event.getDeleted().getDeleteTime(), now)) {
      plausible.getDeletedBuilder().setDeleteTime(received(now));
    }
    if (event.hasBanned() && isAhead(event.getBanned().getBanTime(), now)) {
      plausible.getBannedBuilder().setBanTime(received(now));
    }
    pipeline.report(plausible.build());
  }

  @Override
  public void reject(Rejection rejection) {
    pipeline.reject(rejection);
  }

  @Override
  public CompletionStage<Long> barrier() {
    return pipeline.barrier();
  }

  private static boolean isAhead(Timestamp time, Instant now) {
    return time.getSeconds() > now.plus(MOST_AHEAD).getEpochSecond();
  }

  private Timestamp received(Instant now) {
    replaced.increment();
    return Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()).build();
  }
}
