package chatwarden.serving.door;

import chatwarden.runtime.grpc.EventLoop;
import chatwarden.runtime.grpc.StatusMapper;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sends the answer of a unary method, or its fault, when it is there. */
public final class UnaryAnswer {

  private UnaryAnswer() {}

  /**
   * Sends what {@code answer} gives to {@code observer}: on the event loop where the method runs on
   * one, else on the thread that completes it.
   */
  public static <A> void send(StreamObserver<A> observer, Supplier<CompletionStage<A>> answer) {
    // With a handler, an answer to a call that was cancelled in between is dropped, not thrown at.
    ((ServerCallStreamObserver<A>) observer).setOnCancelHandler(() -> {});
    CompletionStage<A> stage;
    try {
      stage = answer.get();
    } catch (RuntimeException e) {
      observer.onError(StatusMapper.toStatus(e));
      return;
    }
    Executor sender = EventLoop.current();
    stage.whenComplete((value, fault) -> sender.execute(() -> send(observer, value, fault)));
  }

  private static <A> void send(StreamObserver<A> observer, A value, @Nullable Throwable fault) {
    if (fault == null) {
      observer.onNext(value);
      observer.onCompleted();
    } else {
      observer.onError(StatusMapper.toStatus(fault));
    }
  }
}
