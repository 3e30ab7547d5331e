package chatwarden.serving.door;

import chatwarden.runtime.error.UnavailableException;
import chatwarden.runtime.grpc.StatusMapper;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One bidirectional stream: requests are answered concurrently, responses sent in order.
 *
 * <p>gRPC calls it on one thread at a time, and answers complete on others; everything that is sent
 * is sent under the lock of this object.
 */
final class OrderedStream<Q, A> implements StreamObserver<Q> {

  /** Requests of one stream that may be under way. */
  static final int WINDOW = 4;

  private final ServerCallStreamObserver<A> responses;
  private final Function<Q, CompletionStage<A>> unary;
  private final Consumer<OrderedStream<Q, A>> whenOver;
  private final Deque<CompletableFuture<A>> underWay = new ArrayDeque<>();
  private int owed;
  private boolean halfClosed;
  private boolean draining;
  private boolean over;

  OrderedStream(
      ServerCallStreamObserver<A> responses,
      Function<Q, CompletionStage<A>> unary,
      Consumer<OrderedStream<Q, A>> whenOver) {
    this.responses = responses;
    this.unary = unary;
    this.whenOver = whenOver;
  }

  /** Called while the method is, as gRPC wants it. */
  void begin() {
    responses.disableAutoRequest();
    responses.setOnReadyHandler(this::advance);
    responses.setOnCancelHandler(this::forget);
    responses.request(WINDOW);
  }

  @Override
  public void onNext(Q request) {
    CompletableFuture<A> answer = ask(request);
    synchronized (this) {
      if (over) {
        return;
      }
      underWay.add(answer);
    }
    var _ = answer.whenComplete((_, _) -> advance());
  }

  private CompletableFuture<A> ask(Q request) {
    try {
      return unary.apply(request).toCompletableFuture();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public synchronized void onCompleted() {
    halfClosed = true;
    advance();
  }

  @Override
  public void onError(Throwable cancelled) {
    forget();
  }

  synchronized void drain() {
    draining = true;
    advance();
  }

  /** Sends what is answered, in order, and asks for as many requests as were answered. */
  private synchronized void advance() {
    while (!over && !underWay.isEmpty() && underWay.getFirst().isDone()) {
      send(underWay.removeFirst());
    }
    if (over) {
      return;
    }
    if (owed > 0 && responses.isReady() && !draining) {
      responses.request(owed);
      owed = 0;
    }
    if (underWay.isEmpty() && halfClosed) {
      end(responses::onCompleted);
    } else if (underWay.isEmpty() && draining) {
      fail(UnavailableException.of("SERVER_STOPPING", "the server is stopping"));
    }
  }

  private void send(CompletableFuture<A> answer) {
    Throwable fault = answer.isCompletedExceptionally() ? answer.exceptionNow() : null;
    if (fault != null) {
      fail(fault);
    } else {
      responses.onNext(answer.resultNow());
      owed++;
    }
  }

  private void fail(Throwable fault) {
    end(() -> responses.onError(StatusMapper.toStatus(fault)));
  }

  private void end(Runnable last) {
    over = true;
    underWay.clear();
    whenOver.accept(this);
    last.run();
  }

  private synchronized void forget() {
    over = true;
    underWay.clear();
    whenOver.accept(this);
  }
}
