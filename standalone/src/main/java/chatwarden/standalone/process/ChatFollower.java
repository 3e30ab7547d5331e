package chatwarden.standalone.process;

import chatwarden.livechat.v1.LiveChatServiceGrpc;
import chatwarden.livechat.v1.WatchCommentsRequest;
import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.grpc.StatusMapper;
import chatwarden.runtime.retry.Backoff;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Iterator;
import java.util.function.Consumer;

/**
 * Follows a chat through a bridge: every event once and in order, whatever becomes of the
 * connection, since it goes on by the resume token. Used by one thread.
 */
public final class ChatFollower {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final LiveChatServiceGrpc.LiveChatServiceBlockingStub service;
  private final String chat;
  private final Consumer<WatchCommentsResponse> events;
  private String resumeToken;
  private final Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);

  /**
   * Follows {@code chat} through the bridge at {@code channel}.
   *
   * @param resumeToken where to begin; empty is now, {@code 0-0} the oldest kept event
   */
  public ChatFollower(
      Channel channel, String chat, String resumeToken, Consumer<WatchCommentsResponse> events) {
    this.service = LiveChatServiceGrpc.newBlockingStub(channel);
    this.chat = chat;
    this.resumeToken = resumeToken;
    this.events = events;
  }

  /**
   * Hands over every event until the chat is over.
   *
   * @throws ChatwardenException when the bridge refuses for good: no such chat, an expired token
   * @throws InterruptedException when the thread is interrupted
   */
  public void follow() throws InterruptedException {
    while (!followOnce()) {
      Thread.sleep(backoff.next());
    }
  }

  /**
   * One connection's worth; true when the bridge completed it, as it does when the chat is over.
   */
  private boolean followOnce() throws InterruptedException {
    try {
      Iterator<WatchCommentsResponse> stream =
          service.watchComments(
              WatchCommentsRequest.newBuilder().setChat(chat).setResumeToken(resumeToken).build());
      while (stream.hasNext()) {
        WatchCommentsResponse event = stream.next();
        resumeToken = event.getResumeToken();
        backoff.reset();
        events.accept(event);
      }
      return true;
    } catch (StatusRuntimeException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException();
      }
      if (isPassing(e.getStatus().getCode())) {
        return false;
      }
      throw StatusMapper.fromStatus(e);
    }
  }

  private static boolean isPassing(Status.Code code) {
    return switch (code) {
      case UNAVAILABLE, RESOURCE_EXHAUSTED, ABORTED, CANCELLED -> true;
      default -> false;
    };
  }
}
