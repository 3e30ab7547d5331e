package chatwarden.serving.door;

import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.flow.SerialRounds;
import chatwarden.runtime.grpc.EventLoop;
import chatwarden.runtime.grpc.StatusMapper;
import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One server stream: the texts of a call are asked about in parts, a few of which are under way at
 * a time, and each text is answered as soon as it is decided, in no order. Where the caller asks
 * for updates, an answer that is not final is sent before the final one.
 *
 * <p>No part begins, and no answer is sent, while the client does not read. A call that is
 * cancelled or late begins no further part.
 */
final class DecidedStream<R, A> {

  /** Parts of one stream that may be under way. */
  static final int WINDOW = 4;

  private final ServerCallStreamObserver<A> responses;
  private final TextCall call;
  private final DecidedAnswers<R, A> answers;
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

  /** The texts with a final answer. */
  private final BitSet done = new BitSet();

  /** The answer to the text at a place of the call. */
  private record Placed<R>(int place, Answer<R> answer, boolean isFinal) {}

  /** Answers of a part that belong together: the last ones, or some before; or its fault. */
  private record Part<R>(List<Placed<R>> answers, boolean isLast, @Nullable Throwable fault) {}

  DecidedStream(
      ServerCallStreamObserver<A> responses,
      TextCall call,
      DecidedAnswers<R, A> answers,
      Consumer<DecidedStream<R, A>> whenOver) {
    this.responses = responses;
    this.call = call;
    this.answers = answers;
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
        fail(FaultCode.UNAVAILABLE.exception("SERVER_STOPPING", "the server is stopping"));
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
                answers
                    .ask(part, (place, answer, isFinal) -> early(first + place, answer, isFinal))
                    .whenComplete((all, fault) -> decided(last(first, all, fault)));
          } catch (RuntimeException e) {
            decided(last(first, null, e));
          }
        });
  }

  private void early(int place, Answer<R> answer, boolean isFinal) {
    if (isFinal || answers.withUpdates()) {
      decided(new Part<>(List.of(new Placed<>(place, answer, isFinal)), false, null));
    }
  }

  private static <R> Part<R> last(
      int first, @Nullable List<Answer<R>> all, @Nullable Throwable fault) {
    if (all == null) {
      return new Part<>(
          List.of(), true, fault == null ? new IllegalStateException("no answer (a bug)") : fault);
    }
    List<Placed<R>> placed = new ArrayList<>(all.size());
    for (int i = 0; i < all.size(); i++) {
      placed.add(new Placed<>(first + i, all.get(i), true));
    }
    return new Part<>(placed, true, null);
  }

  private void decided(Part<R> part) {
    decided.add(part);
    sender.execute(rounds::run);
  }

  /** Sends the decided answers, as far as the client reads. */
  private void send() {
    Part<R> part = decided.peek();
    while (!over && part != null) {
      if (part.fault() != null) {
        fail(part.fault());
        return;
      }
      while (sent < part.answers().size()) {
        if (!responses.isReady()) {
          return;
        }
        send(part.answers().get(sent));
        sent++;
      }
      sent = 0;
      underWay -= part.isLast() ? 1 : 0;
      decided.remove();
      part = decided.peek();
    }
  }

  private void send(Placed<R> placed) {
    if (!done.get(placed.place())) {
      done.set(placed.place(), placed.isFinal());
      responses.onNext(answers.message(placed.place(), placed.answer(), placed.isFinal()));
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
