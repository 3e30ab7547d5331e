package chatwarden.ingest.push;

import chatwarden.livechat.v1.PushCommentsRequest;
import chatwarden.livechat.v1.PushCommentsResponse;
import chatwarden.livechat.v1.StreamingPushCommentsRequest;
import chatwarden.livechat.v1.StreamingPushCommentsResponse;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.grpc.StatusMapper;
import chatwarden.runtime.limit.CommentLimits;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One stream of pushes: answers them in order, and ends with the first fault, after the answers to
 * what came before it.
 */
final class PushStream implements StreamObserver<StreamingPushCommentsRequest> {
  private static final int UNDER_WAY = 16;

  private final ServerCallStreamObserver<StreamingPushCommentsResponse> answers;
  private final Function<PushCommentsRequest, CompletionStage<PushCommentsResponse>> push;
  private final Consumer<PushStream> onEnd;

  private final AtomicBoolean ended = new AtomicBoolean();

  /** Completes when everything up to now is answered; failed once the stream has ended. */
  private CompletableFuture<Void> tail = CompletableFuture.completedFuture(null);

  PushStream(
      ServerCallStreamObserver<StreamingPushCommentsResponse> answers,
      Function<PushCommentsRequest, CompletionStage<PushCommentsResponse>> push,
      Consumer<PushStream> onEnd) {
    this.answers = answers;
    this.push = push;
    this.onEnd = onEnd;
    answers.setOnCancelHandler(() -> onEnd.accept(this));
    answers.disableAutoRequest();
    answers.request(UNDER_WAY);
  }

  @Override
  public void onNext(StreamingPushCommentsRequest request) {
    if (isOver()) {
      return;
    }
    String id = request.getRequestId();
    CompletionStage<PushCommentsResponse> pushed =
        CommentLimits.problemOfName(id)
            .<CompletionStage<PushCommentsResponse>>map(
                problem ->
                    CompletableFuture.failedFuture(InvalidInputException.of("request_id", problem)))
            .orElseGet(() -> push.apply(request.getRequest()));
    follow(pushed, response -> answer(id, response));
  }

  @Override
  public void onError(Throwable fault) {
    onEnd.accept(this);
  }

  @Override
  public void onCompleted() {
    follow(CompletableFuture.completedFuture(null), done -> complete());
  }

  /** Ends the stream after the answers to the requests under way. */
  void drain() {
    follow(
        CompletableFuture.failedFuture(
            FaultCode.UNAVAILABLE.exception("DRAINING", "the server is stopping; push to another")),
        never -> {});
  }

  private synchronized boolean isOver() {
    return tail.isCompletedExceptionally();
  }

  private synchronized <T> void follow(CompletionStage<T> next, Consumer<T> action) {
    if (isOver()) {
      return;
    }
    tail = tail.thenCompose(done -> next.thenAccept(action));
    tail.whenComplete(
        (done, fault) -> {
          if (fault != null) {
            fail(fault);
          }
        });
  }

  private void answer(String id, PushCommentsResponse response) {
    answers.onNext(
        StreamingPushCommentsResponse.newBuilder().setRequestId(id).setResponse(response).build());
    answers.request(1);
  }

  private void complete() {
    if (ended.compareAndSet(false, true)) {
      answers.onCompleted();
    }
    onEnd.accept(this);
  }

  private void fail(Throwable fault) {
    if (!answers.isCancelled() && ended.compareAndSet(false, true)) {
      answers.onError(StatusMapper.toStatus(CommentPushGrpcService.unwrapped(fault)));
    }
    onEnd.accept(this);
  }
}
