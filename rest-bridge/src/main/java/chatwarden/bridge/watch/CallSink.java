package chatwarden.bridge.watch;

import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.grpc.StatusMapper;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Sends events as the responses of a gRPC call, a bounded number ahead of what its caller reads.
 */
final class CallSink implements EventSink {

  private static final int AHEAD = 64;

  private final ServerCallStreamObserver<WatchCommentsResponse> call;
  private final Semaphore ready = new Semaphore(0);

  /** To be made by the thread that serves the call, before it returns. */
  CallSink(ServerCallStreamObserver<WatchCommentsResponse> call) {
    this.call = call;
    call.setOnReadyHandler(ready::release);
  }

  @Override
  public void send(List<SharedEvent> events) throws InterruptedException {
    for (int i = 0; i < events.size(); i++) {
      if (i % AHEAD == 0) {
        awaitRoom();
      }
      call.onNext(events.get(i).message());
    }
  }

  private void awaitRoom() throws InterruptedException {
    while (!call.isReady()) {
      ready.acquire();
      ready.drainPermits();
    }
  }

  /** The transport's own pings keep the call open. */
  @Override
  public void heartbeat() {}

  @Override
  public void complete() {
    call.onCompleted();
  }

  @Override
  public void fail(ChatwardenException fault) {
    call.onError(StatusMapper.toStatus(fault));
  }
}
