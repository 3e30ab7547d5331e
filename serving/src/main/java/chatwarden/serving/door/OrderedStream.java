package chatwarden.serving.door;

import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.grpc.EventLoop;
import chatwarden.runtime.grpc.StatusMapper;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One bidirectional stream: requests are answered concurrently, responses sent in order.
 *
 * <p>gRPC calls it on one thread at a time, and answers complete on others. One of them at a time
 * sends what can be sent; no thread ever waits for another.
 */
final class OrderedStream<Q, A> implements StreamObserver<Q> {

  /** Requests of one stream that may be under way. */
  static final int WINDOW = 4;

  private final ServerCallStreamObserver<A> responses;
  private final Function<Q, CompletionStage<A>> unary;
  private final Consumer<OrderedStream<Q, A>> whenOver;
  private final Executor sender = EventLoop.current();
  private final Queue<CompletableFuture<A>> underWay = new ConcurrentLinkedQueue<>();

  private final SerialRounds rounds = new SerialRounds(this::round);

  private volatile boolean halfClosed;
  private volatile boolean draining;
  private volatile boolean cancelled;

  /** This and the next belong to the thread that is in {@link #round}. */
  private int owed;

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
    responses.setOnReadyHandler(rounds::run);
    responses.setOnCancelHandler(this::forget);
    responses.request(WINDOW);
  }

  @Override
  public void onNext(Q request) {
    CompletableFuture<A> answer = ask(request);
    underWay.add(answer);
    var _ = answer.whenComplete((_, _) -> sender.execute(rounds::run));
  }

  private CompletableFuture<A> ask(Q request) {
    try {
      return unary.apply(request).toCompletableFuture();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public void onCompleted() {
    halfClosed = true;
    rounds.run();
  }

  @Override
  public void onError(Throwable cancelled) {
    forget();
  }

  private void forget() {
    cancelled = true;
    rounds.run();
  }

  void drain() {
    draining = true;
    rounds.run();
  }

  /** Sends the answers, in order, and asks for as many requests as were answered. */
  private void round() {
    if (cancelled && !over) {
      end(() -> {});
    }
    CompletableFuture<A> next = underWay.peek();
    while (!over && next != null && next.isDone()) {
      underWay.remove();
      send(next);
      next = underWay.peek();
    }
    if (over) {
      underWay.clear();
      return;
    }
    if (owed > 0 && responses.isReady() && !draining) {
      responses.request(owed);
      owed = 0;
    }
    if (underWay.isEmpty() && halfClosed) {
      end(responses::onCompleted);
    } else if (underWay.isEmpty() && draining) {
      fail(FaultCode.UNAVAILABLE.exception("SERVER_STOPPING", "the server is stopping"));
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
}
