package chatwarden.ingest.source;

import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.type.v1.Comment;
import com.google.protobuf.Timestamp;
import java.util.concurrent.CompletionStage;

/**
 * Lets through only comments that were written after a moment: where a chat goes on by a way of
 * reading that has other ids for the same comments.
 */
public final class LaterSink implements SourceSink {
  private static final long MICROS = 1_000_000;
  private static final int NANOS = 1_000;

  private final SourceSink to;
  private final long usec;

  /**
   * A sink before another one.
   *
   * @param usec the moment, in microseconds since 1970
   */
  public LaterSink(SourceSink to, long usec) {
    this.to = to;
    this.usec = usec;
  }

  @Override
  public void deliver(Comment comment) throws InterruptedException {
    Timestamp time = comment.getPublishTime();
    if (time.getSeconds() * MICROS + time.getNanos() / NANOS > usec) {
      to.deliver(comment);
    }
  }

  @Override
  public void report(ChatEvent event) throws InterruptedException {
    to.report(event);
  }

  @Override
  public void reject(Rejection rejection) {
    to.reject(rejection);
  }

  @Override
  public CompletionStage<Long> barrier() {
    return to.barrier();
  }
}
