package chatwarden.runtime.grpc;

import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.flow.OrderedFlow;
import chatwarden.runtime.flow.SerialRounds;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One bidirectional stream: requests are answered concurrently, responses sent in order.
 *
 * <p>gRPC calls it on one thread at a time, and answers complete on others. One of them at a time
 * sends what can be sent; no thread ever waits for another.
 */
final class OrderedStream<Q, A> implements StreamObserver<Q> {

  private record Answered<A>(@Nullable A answer, @Nullable Throwable fault) {}

  private final int window;
  private final ServerCallStreamObserver<A> responses;
  private final Consumer<OrderedStream<Q, A>> whenOver;
  private final OrderedFlow<Q, A> flow;
  private final Queue<Q> requests = new ConcurrentLinkedQueue<>();
  private final Queue<Answered<A>> answered = new ConcurrentLinkedQueue<>();
  private final AtomicInteger unsent = new AtomicInteger();
  private final SerialRounds rounds = new SerialRounds(this::round);

  private volatile boolean halfClosed;
  private volatile boolean draining;
  private volatile boolean cancelled;

  /** This and the next belong to the thread that is in {@link #round}. */
  private int owed;

  private boolean over;

  OrderedStream(
      int window,
      ServerCallStreamObserver<A> responses,
      Function<Q, CompletionStage<A>> unary,
      Consumer<OrderedStream<Q, A>> whenOver) {
    Executor sender = EventLoop.current();
    this.window = window;
    this.responses = responses;
    this.whenOver = whenOver;
    // gRPC delivers no more than the window: each request begins on the thread that brings it.
    this.flow = new OrderedFlow<>(Integer.MAX_VALUE, requests::poll, unary, this::answered, sender);
  }

  /** Called while the method is, as gRPC wants it. */
  void begin() {
    responses.disableAutoRequest();
    responses.setOnReadyHandler(rounds::run);
    responses.setOnCancelHandler(this::forget);
    responses.request(window);
  }

  @Override
  public void onNext(Q request) {
    unsent.incrementAndGet();
    requests.add(request);
    flow.goOn();
  }

  private void answered(Q request, @Nullable A answer, @Nullable Throwable fault) {
    answered.add(new Answered<>(answer, fault));
    rounds.run();
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
    Answered<A> next = answered.poll();
    while (!over && next != null) {
      send(next);
      next = answered.poll();
    }
    if (over) {
      return;
    }
    if (owed > 0 && responses.isReady() && !draining) {
      responses.request(owed);
      owed = 0;
    }
    if (unsent.get() == 0 && halfClosed) {
      end(responses::onCompleted);
    } else if (unsent.get() == 0 && draining) {
      fail(FaultCode.UNAVAILABLE.exception("SERVER_STOPPING", "the server is stopping"));
    }
  }

  private void send(Answered<A> next) {
    A answer = next.answer();
    if (answer == null) {
      fail(next.fault() == null ? new IllegalStateException("no answer") : next.fault());
    } else {
      responses.onNext(answer);
      unsent.decrementAndGet();
      owed++;
    }
  }

  private void fail(Throwable fault) {
    end(() -> responses.onError(StatusMapper.toStatus(fault)));
  }

  private void end(Runnable last) {
    over = true;
    flow.close();
    whenOver.accept(this);
    last.run();
  }
}
