package chatwarden.runtime.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.tagger.v1.TagSpansRequest;
import chatwarden.tagger.v1.TagSpansResponse;
import chatwarden.tagger.v1.TaggerServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class EventLoopTest {

  private final CompletableFuture<Thread> called = new CompletableFuture<>();
  private final CompletableFuture<Executor> loop = new CompletableFuture<>();

  /** Notes on which thread it is called. */
  private final class Service extends TaggerServiceGrpc.TaggerServiceImplBase {
    @Override
    public void tagSpans(TagSpansRequest request, StreamObserver<TagSpansResponse> responses) {
      called.complete(Thread.currentThread());
      loop.complete(EventLoop.current());
      responses.onNext(TagSpansResponse.getDefaultInstance());
      responses.onCompleted();
    }
  }

  private GrpcEndpoint.Builder builder() {
    return GrpcEndpoint.builder("tagger").service(new Service()).onEventLoop();
  }

  private void call(GrpcEndpoint endpoint) throws Exception {
    endpoint.start();
    ManagedChannel channel = GrpcChannels.open(endpoint.target());
    try {
      var _ =
          TaggerServiceGrpc.newBlockingStub(channel).tagSpans(TagSpansRequest.getDefaultInstance());
    } finally {
      channel.shutdownNow();
      endpoint.close();
    }
  }

  @Test
  void whatIsGivenToTheEventLoopOfACallRunsInOrderOnTheThreadOfTheCall() throws Exception {
    call(builder().address("127.0.0.1", 0).build());
    List<Thread> threads = new CopyOnWriteArrayList<>();
    List<Integer> order = new CopyOnWriteArrayList<>();
    CompletableFuture<Void> done = new CompletableFuture<>();
    for (int i = 0; i < 3; i++) {
      int task = i;
      loop.join()
          .execute(
              () -> {
                threads.add(Thread.currentThread());
                order.add(task);
              });
    }
    loop.join().execute(() -> done.complete(null));
    done.join();

    assertThat(called.join().isVirtual()).isFalse();
    assertThat(threads).hasSize(3).containsOnly(called.join());
    assertThat(order).containsExactly(0, 1, 2);
  }

  @Test
  void callsFromWithinTheProcessRunOnTheThreadOfTheirCaller() throws Exception {
    call(builder().inProcess("event-loop-test").build());

    assertThat(called.join()).isEqualTo(Thread.currentThread());
  }

  @Test
  void onAThreadOfNoEventLoopTasksRunAtOnce() {
    CompletableFuture<Thread> ran = new CompletableFuture<>();
    EventLoop.current().execute(() -> ran.complete(Thread.currentThread()));

    assertThat(ran).isCompletedWithValue(Thread.currentThread());
  }
}
