package chatwarden.benchmarks.load;

import chatwarden.livechat.v1.LiveChatServiceGrpc;
import chatwarden.livechat.v1.WatchCommentsRequest;
import chatwarden.livechat.v1.WatchCommentsResponse;
import com.google.protobuf.Timestamp;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** One watcher of one chat, by gRPC. */
final class Watch
    implements AutoCloseable, ClientResponseObserver<WatchCommentsRequest, WatchCommentsResponse> {
  private final Latencies latencies;
  private final LongAdder seen = new LongAdder();
  private final CountDownLatch end = new CountDownLatch(1);
  private @Nullable ClientCallStreamObserver<WatchCommentsRequest> call;

  private Watch(Latencies latencies) {
    this.latencies = latencies;
  }

  /** Watches the chat from its beginning. */
  static Watch start(ManagedChannel channel, String chat, Latencies latencies) {
    Watch watch = new Watch(latencies);
    LiveChatServiceGrpc.newStub(channel)
        .watchComments(
            WatchCommentsRequest.newBuilder().setChat(chat).setResumeToken("0-0").build(), watch);
    return watch;
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
    System.err.println("the watch broke off: " + fault.getMessage());
  }

  @Override
  public void onCompleted() {}

  @Override
  public void close() {
    if (call != null) {
      call.cancel("done", null);
    }
  }
}
