package chatwarden.ingest.session;

import chatwarden.ingest.source.Rejection;
import chatwarden.ingest.source.SourceSink;
import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.type.v1.Comment;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/** The pipeline's sink, which counts its input and keeps rejections with the session. */
final class SessionSink implements SourceSink {

  private final SourceSink pipeline;
  private final Rejections rejections;
  private final AtomicLong taken = new AtomicLong();

  SessionSink(SourceSink pipeline, Rejections rejections) {
    this.pipeline = pipeline;
    this.rejections = rejections;
  }

  /** Returns how many comments and events the pipeline has taken. */
  long taken() {
    return taken.get();
  }

  @Override
  public void deliver(Comment comment) throws InterruptedException {
    pipeline.deliver(comment);
    taken.incrementAndGet();
  }

  @Override
  public void report(ChatEvent event) throws InterruptedException {
    pipeline.report(event);
    taken.incrementAndGet();
  }

  @Override
  public void reject(Rejection rejection) {
    rejections.add(rejection);
    pipeline.reject(rejection);
  }

  @Override
  public CompletionStage<Long> barrier() {
    return pipeline.barrier();
  }
}
