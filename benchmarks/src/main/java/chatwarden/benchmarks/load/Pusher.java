package chatwarden.benchmarks.load;

import chatwarden.livechat.v1.CommentPushServiceGrpc;
import chatwarden.livechat.v1.PushCommentsRequest;
import chatwarden.livechat.v1.StreamingPushCommentsRequest;
import chatwarden.livechat.v1.StreamingPushCommentsResponse;
import chatwarden.type.v1.Author;
import chatwarden.type.v1.Comment;
import com.google.protobuf.Timestamp;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Pushes comments on one stream, at a rate or as fast as they are taken. At a rate the comments of
 * one tick of 2 ms go together; as fast as they are taken, 64 go together and at most 64 requests
 * are unanswered.
 */
final class Pusher implements StreamObserver<StreamingPushCommentsResponse> {
  private static final int FULL = 64;
  private static final int WINDOW = 64;
  private static final Duration TICK = Duration.ofMillis(2);

  private final ManagedChannel channel;
  private final String chat;
  private final int rate;
  private final ChatTexts texts;
  private final Semaphore window = new Semaphore(WINDOW);
  private volatile @Nullable Throwable fault;
  private long pushed;

  Pusher(ManagedChannel channel, String chat, int rate, ChatTexts texts) {
    this.channel = channel;
    this.chat = chat;
    this.rate = rate;
    this.texts = texts;
  }

  /** Pushes for so long, and returns how many once all are answered. */
  long push(Duration duration) throws InterruptedException {
    StreamObserver<StreamingPushCommentsRequest> stream =
        CommentPushServiceGrpc.newStub(channel).streamingPushComments(this);
    long begin = System.nanoTime();
    long tick = 0;
    while (System.nanoTime() - begin < duration.toNanos()) {
      int due = rate == 0 ? FULL : due(++tick, begin);
      while (due > 0) {
        int now = Math.min(due, FULL);
        awaitRoom(1, Duration.ofSeconds(30));
        stream.onNext(request(now));
        due -= now;
      }
    }
    awaitRoom(WINDOW, Duration.ofSeconds(60));
    stream.onCompleted();
    return pushed;
  }

  private void awaitRoom(int requests, Duration limit) throws InterruptedException {
    boolean answered = window.tryAcquire(requests, limit.toMillis(), TimeUnit.MILLISECONDS);
    Throwable broken = fault;
    if (broken != null) {
      throw new IllegalStateException("the push broke off: " + broken.getMessage(), broken);
    }
    if (!answered) {
      throw new IllegalStateException("the platform answered nothing for " + limit);
    }
  }

  /** Waits for the tick, and gives how many comments it owes. */
  private int due(long tick, long begin) {
    long at = begin + tick * TICK.toNanos();
    while (System.nanoTime() < at) {
      LockSupport.parkNanos(at - System.nanoTime());
    }
    return (int) (rate * tick * TICK.toMillis() / 1000 - pushed);
  }

  private StreamingPushCommentsRequest request(int count) {
    Instant now = Instant.now();
    Timestamp time =
        Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()).build();
    PushCommentsRequest.Builder comments = PushCommentsRequest.newBuilder().setChat(chat);
    for (int n = 0; n < count; n++) {
      String author = "viewer-" + pushed % 500;
      comments.addComments(
          Comment.newBuilder()
              .setId("c" + pushed++)
              .setText(texts.next())
              .setAuthor(Author.newBuilder().setId(author).setName(author))
              .setPublishTime(time));
    }
    return StreamingPushCommentsRequest.newBuilder()
        .setRequestId(String.valueOf(pushed))
        .setRequest(comments)
        .build();
  }

  @Override
  public void onNext(StreamingPushCommentsResponse answer) {
    window.release();
  }

  @Override
  public void onError(Throwable reason) {
    fault = reason;
    window.release(WINDOW);
  }

  @Override
  public void onCompleted() {}
}
