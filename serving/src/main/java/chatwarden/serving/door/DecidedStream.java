package chatwarden.serving.door;

import chatwarden.runtime.error.UnavailableException;
import chatwarden.runtime.grpc.EventLoop;
import chatwarden.runtime.grpc.StatusMapper;
import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One server stream: the texts of a call are asked about in parts, a few of which are under way at
 * a time, and each text is answered as soon as its part is decided, in no order.
 *
 * <p>No part begins, and no answer is sent, while the client does not read. A call that is
 * cancelled or late begins no further part.
 */
final class DecidedStream<R, A> {

  /** Parts of one stream that may be under way. */
  static final int WINDOW = 4;

  private final ServerCallStreamObserver<A> responses;
  private final TextCall call;
  private final Function<TextCall, CompletionStage<List<Answer<R>>>> ask;
  private final BiFunction<Integer, Answer<R>, A> message;
  private final Consumer<DecidedStream<R, A>> whenOver;
  private final Context context = Context.current();
  private final Executor sender = EventLoop.current();
  private final Queue<Part<R>> decided = new ConcurrentLinkedQueue<>();
  private final SerialRounds rounds = new SerialRounds(this::round);
  private volatile boolean draining;
  private volatile boolean cancelled;

  /** These belong to the thread that is in {@link #round}. */
  private int asked;

  private int underWay;
  private int sent;
  private boolean over;

  /** A part that was answered, or failed. */
  private record Part<R>(int first, @Nullable List<Answer<R>> answers, @Nullable Throwable fault) {}

  DecidedStream(
      ServerCallStreamObserver<A> responses,
      TextCall call,
      Function<TextCall, CompletionStage<List<Answer<R>>>> ask,
      BiFunction<Integer, Answer<R>, A> message,
      Consumer<DecidedStream<R, A>> whenOver) {
    this.responses = responses;
    this.call = call;
    this.ask = ask;
    this.message = message;
    this.whenOver = whenOver;
  }

  /** Called while the method is, as gRPC wants it. */
  void begin() {
    responses.setOnReadyHandler(rounds::run);
    responses.setOnCancelHandler(
        () -> {
          cancelled = true;
          rounds.run();
        });
    rounds.run();
  }

  /** Begins no further part; the stream ends after those that are under way. */
  void drain() {
    draining = true;
    rounds.run();
  }

  private void round() {
    if (over) {
      return;
    }
    if (cancelled) {
      end(() -> {});
      return;
    }
    send();
    while (!over && !draining && isAsking()) {
      askNext();
    }
    if (!over && underWay == 0 && decided.isEmpty()) {
      if (asked == call.texts().size()) {
        end(responses::onCompleted);
      } else if (draining) {
        fail(UnavailableException.of("SERVER_STOPPING", "the server is stopping"));
      }
    }
  }

  private boolean isAsking() {
    return asked < call.texts().size() && underWay < WINDOW && responses.isReady();
  }

  private void askNext() {
    int first = asked;
    int end = Math.min(first + TextLimits.MAX_TEXTS, call.texts().size());
    asked = end;
    underWay++;
    TextCall part = call.part(first, end);
    context.run(
        () -> {
          try {
            var _ =
                ask.apply(part)
                    .whenComplete((answers, fault) -> decided(new Part<>(first, answers, fault)));
          } catch (RuntimeException e) {
            decided(new Part<>(first, null, e));
          }
        });
  }

  private void decided(Part<R> part) {
    decided.add(part);
    sender.execute(rounds::run);
  }

  /** Sends what is decided, as far as the client reads. */
  private void send() {
    Part<R> part = decided.peek();
    while (!over && part != null) {
      if (part.answers() == null) {
        fail(part.fault() == null ? new IllegalStateException("no answer (a bug)") : part.fault());
        return;
      }
      while (sent < part.answers().size()) {
        if (!responses.isReady()) {
          return;
        }
        responses.onNext(message.apply(part.first() + sent, part.answers().get(sent)));
        sent++;
      }
      sent = 0;
      underWay--;
      decided.remove();
      part = decided.peek();
    }
  }

  private void fail(Throwable fault) {
    end(() -> responses.onError(StatusMapper.toStatus(fault)));
  }

  private void end(Runnable last) {
    over = true;
    decided.clear();
    whenOver.accept(this);
    last.run();
  }
}
