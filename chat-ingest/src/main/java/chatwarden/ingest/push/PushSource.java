package chatwarden.ingest.push;

import static java.util.Objects.requireNonNull;

import chatwarden.ingest.source.ChatSource;
import chatwarden.ingest.source.SourceSink;
import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.OverloadedException;
import chatwarden.type.v1.Comment;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A chat whose comments callers bring. It has no end of its own and no checkpoint: comments that
 * were answered are safe, others are sent again by the caller.
 *
 * <p>Pushed comments are delivered by the source's own thread, request by request. At most {@code
 * maxInFlight} comments and reports may be taken without being answered; beyond that, pushing is
 * refused. Pushing is safe for several threads.
 */
final class PushSource implements ChatSource {
  private static final Duration RETRY_AFTER = Duration.ofMillis(200);

  private final String chat;
  private final PushChats chats;
  private final int maxInFlight;
  private final Semaphore room;
  private final RepeatedComments repeated = new RepeatedComments();
  private final BlockingQueue<Push> pushed = new LinkedBlockingQueue<>();
  private boolean closed;

  /**
   * A source that has not begun.
   *
   * @param chats where callers find it while it runs
   * @param maxInFlight how many comments and reports may wait for their answer, at least 192: the
   *     most that one request holds
   */
  public PushSource(String chat, PushChats chats, int maxInFlight) {
    if (maxInFlight < PushRequests.MOST_IN_A_REQUEST) {
      throw new IllegalArgumentException(
          "maxInFlight: " + maxInFlight + " (expected: >= " + PushRequests.MOST_IN_A_REQUEST + ")");
    }
    this.chat = requireNonNull(chat, "chat");
    this.chats = chats;
    this.maxInFlight = maxInFlight;
    this.room = new Semaphore(maxInFlight);
  }

  private record Push(
      List<Comment> comments,
      List<ChatEvent> events,
      CompletableFuture<Void> safe,
      Context trace) {}

  @Override
  public void run(SourceSink sink) throws InterruptedException {
    chats.open(chat, this);
    try {
      while (true) {
        deliver(pushed.take(), sink);
      }
    } finally {
      chats.close(chat, this);
      close();
    }
  }

  /**
   * Takes comments and then reports that {@link PushRequests} accepted.
   *
   * @param patience how long to wait for room; zero refuses at once
   * @return completes when the broker has confirmed all of them, with how many of the comments were
   *     repeated; fails with a {@link ChatwardenException}: that the session is not live any more,
   *     that the pipeline is full, or that the pipeline is away
   */
  CompletionStage<Integer> push(List<Comment> comments, List<ChatEvent> events, Duration patience)
      throws InterruptedException {
    int weight = Math.max(comments.size() + events.size(), 1);
    if (!room.tryAcquire(weight, patience.toNanos(), TimeUnit.NANOSECONDS)) {
      return CompletableFuture.failedFuture(
          OverloadedException.of(
              "PIPELINE_FULL", "too many comments of the chat wait for the pipeline", RETRY_AFTER));
    }
    Push push = new Push(comments, events, new CompletableFuture<>(), Context.current());
    enqueue(push);
    return push.safe()
        .whenComplete((done, fault) -> room.release(weight))
        .thenApply(done -> repeated.count(comments));
  }

  /** How many things are taken but not answered yet. */
  int inFlight() {
    return maxInFlight - room.availablePermits();
  }

  private synchronized void enqueue(Push push) {
    if (closed) {
      push.safe().completeExceptionally(notLive(chat));
    } else {
      pushed.add(push);
    }
  }

  private synchronized void close() {
    closed = true;
    List<Push> left = new ArrayList<>();
    pushed.drainTo(left);
    left.forEach(push -> push.safe().completeExceptionally(notLive(chat)));
  }

  private void deliver(Push push, SourceSink sink) throws InterruptedException {
    try (Scope scope = push.trace().makeCurrent()) {
      for (Comment comment : push.comments()) {
        sink.deliver(comment);
      }
      for (ChatEvent event : push.events()) {
        sink.report(event);
      }
      sink.barrier().whenComplete((done, fault) -> answer(push, fault));
    } catch (InterruptedException | RuntimeException e) {
      answer(push, e);
      throw e;
    }
  }

  private void answer(Push push, @Nullable Throwable fault) {
    if (fault == null) {
      push.safe().complete(null);
    } else if (fault instanceof InterruptedException) {
      push.safe().completeExceptionally(notLive(chat));
    } else {
      push.safe()
          .completeExceptionally(
              FaultCode.UNAVAILABLE.exception(
                  "PIPELINE_UNAVAILABLE", "the pipeline could not take the comments", fault));
    }
  }

  static ChatwardenException notLive(String chat) {
    return FaultCode.FAILED_PRECONDITION.exception(
        "SESSION_NOT_LIVE",
        "no session with source push:%s is live on this server (start one by POST /v1/sessions)"
            .formatted(chat));
  }
}
