package chatwarden.ingest.session;

import chatwarden.ingest.source.Rejection;
import chatwarden.ingest.source.SourceSink;
import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.type.v1.Comment;
import java.util.concurrent.CompletionStage;

/** The pipeline's sink, but that rejections stay with the session. */
record SessionSink(SourceSink pipeline, Rejections rejections) implements SourceSink {
  @Override
  public void deliver(Comment comment) throws InterruptedException {
    pipeline.deliver(comment);
  }

  @Override
  public void report(ChatEvent event) throws InterruptedException {
    pipeline.report(event);
  }

  @Override
  public void reject(Rejection rejection) {
    rejections.add(rejection);
    pipeline.reject(rejection);
  }

  @Override
  public CompletionStage<Void> barrier() {
    return pipeline.barrier();
  }
}
