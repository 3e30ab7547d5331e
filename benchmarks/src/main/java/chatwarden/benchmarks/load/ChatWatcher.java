package chatwarden.benchmarks.load;

import chatwarden.livechat.v1.LiveChatServiceGrpc;
import chatwarden.livechat.v1.WatchCommentsRequest;
import chatwarden.livechat.v1.WatchCommentsResponse;
import com.google.protobuf.Timestamp;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One watcher of one chat, by gRPC. Where it is cut because it read too slowly, it goes on after
 * the last event that it saw, as every client should.
 */
final class ChatWatcher
    implements AutoCloseable, ClientResponseObserver<WatchCommentsRequest, WatchCommentsResponse> {
  private final LiveChatServiceGrpc.LiveChatServiceStub chats;
  private final String chat;
  private final Latencies latencies;
  private final LongAdder seen = new LongAdder();
  private final CountDownLatch end = new CountDownLatch(1);
  private String token = "0-0";
  private volatile boolean closed;
  private volatile @Nullable ClientCallStreamObserver<WatchCommentsRequest> call;

  private ChatWatcher(
      LiveChatServiceGrpc.LiveChatServiceStub chats, String chat, Latencies latencies) {
    this.chats = chats;
    this.chat = chat;
    this.latencies = latencies;
  }

  /** Watches the chat from its beginning. */
  static ChatWatcher start(ManagedChannel channel, String chat, Latencies latencies) {
    ChatWatcher watch = new ChatWatcher(LiveChatServiceGrpc.newStub(channel), chat, latencies);
    watch.goOn();
    return watch;
  }

  private void goOn() {
    chats.watchComments(
        WatchCommentsRequest.newBuilder().setChat(chat).setResumeToken(token).build(), this);
  }

  /** How many comments came out. */
  long seen() {
    return seen.sum();
  }

  /** Whether the chat's end came in time. */
  boolean awaitEnd(Duration limit) throws InterruptedException {
    return end.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<WatchCommentsRequest> started) {
    call = started;
  }

  @Override
  public void onNext(WatchCommentsResponse event) {
    token = event.getResumeToken();
    if (event.hasClassified()) {
      seen.increment();
      latencies.record(age(event.getClassified().getComment().getPublishTime()));
    } else if (event.hasEnded()) {
      end.countDown();
    }
  }

  private static long age(Timestamp time) {
    Instant published = Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    return published.until(Instant.now(), ChronoUnit.MICROS);
  }

  @Override
  public void onError(Throwable fault) {
    if (!closed && Status.fromThrowable(fault).getCode() == Status.Code.RESOURCE_EXHAUSTED) {
      goOn();
    } else if (!closed) {
      System.err.println("the watch broke off: " + fault.getMessage());
    }
  }

  @Override
  public void onCompleted() {}

  @Override
  public void close() {
    closed = true;
    ClientCallStreamObserver<WatchCommentsRequest> last = call;
    if (last != null) {
      last.cancel("done", null);
    }
  }
}
