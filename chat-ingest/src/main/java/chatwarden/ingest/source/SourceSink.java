package chatwarden.ingest.source;

import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.type.v1.Comment;
import java.util.concurrent.CompletionStage;

/**
 * The way into the pipeline for the comments of one chat.
 *
 * <p>The order of the calls is the order of the chat. Calls from several threads are safe one by
 * one, but have no order among each other unless the callers give them one.
 */
public interface SourceSink {
  /** Takes a comment that {@link CommentValidator} accepts. Blocks while the pipeline is full. */
  void deliver(Comment comment) throws InterruptedException;

  /**
   * Takes what a platform reports about a chat, after everything delivered before it. Blocks while
   * the pipeline is full.
   */
  void report(ChatEvent event) throws InterruptedException;

  /** Counts an input that is not a comment. Never blocks. */
  void reject(Rejection rejection);

  /**
   * Completes when the broker has confirmed everything that was delivered and reported before the
   * call, with how many messages were published for it since the sink was opened; fails when that
   * cannot come to pass any more.
   */
  CompletionStage<Long> barrier();
}
