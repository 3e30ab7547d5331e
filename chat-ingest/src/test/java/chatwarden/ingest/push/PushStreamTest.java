package chatwarden.ingest.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.livechat.v1.CommentPushServiceGrpc;
import chatwarden.livechat.v1.PushCommentsRequest;
import chatwarden.livechat.v1.StreamingPushCommentsRequest;
import chatwarden.livechat.v1.StreamingPushCommentsResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PushStreamTest extends CommentPushFixture {

  @Test
  void streamIsAnsweredInOrderAndCompletes() throws Exception {
    live("room");
    Answers answers = new Answers();
    StreamObserver<StreamingPushCommentsRequest> requests = stream(answers);
    for (int i = 0; i < 200; i++) {
      requests.onNext(numbered("r" + i, request("room", "c" + i)));
    }
    requests.onCompleted();
    answers.end().get(20, TimeUnit.SECONDS);
    assertThat(answers.ids()).isEqualTo(IntStream.range(0, 200).mapToObj(i -> "r" + i).toList());
    assertThat(sink.ids()).isEqualTo(IntStream.range(0, 200).mapToObj(i -> "c" + i).toList());
  }

  @Test
  void badRequestEndsTheStreamBehindTheAnswersBeforeIt() {
    live("room");
    Answers answers = new Answers();
    StreamObserver<StreamingPushCommentsRequest> requests = stream(answers);
    requests.onNext(numbered("good", request("room", "a")));
    requests.onNext(numbered("bad", request("room", "b", "b")));
    StatusRuntimeException fault = answers.fault();
    assertThat(answers.ids()).containsExactly("good");
    assertThat(fields(fault)).containsExactly("comments[1].id");
  }

  @Test
  void requestIdBeyondTheLimitIsNamed() {
    live("room");
    Answers answers = new Answers();
    stream(answers).onNext(numbered("x".repeat(257), request("room", "a")));
    assertThat(fields(answers.fault())).containsExactly("request_id");
    assertThat(sink.taken()).isEmpty();
  }

  @Test
  void drainEndsStreamsSoThatCallersGoElsewhere() {
    live("room");
    Answers answers = new Answers();
    StreamObserver<StreamingPushCommentsRequest> requests = stream(answers);
    requests.onNext(numbered("one", request("room", "a")));
    await().until(() -> answers.ids().contains("one"));
    door.drain();
    assertThat(answers.fault().getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
  }

  private StreamObserver<StreamingPushCommentsRequest> stream(Answers answers) {
    return CommentPushServiceGrpc.newStub(channel)
        .withDeadlineAfter(20, TimeUnit.SECONDS)
        .streamingPushComments(answers);
  }

  private static StreamingPushCommentsRequest numbered(String id, PushCommentsRequest request) {
    return StreamingPushCommentsRequest.newBuilder().setRequestId(id).setRequest(request).build();
  }

  private static final class Answers implements StreamObserver<StreamingPushCommentsResponse> {
    private final ConcurrentLinkedQueue<String> ids = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    @Override
    public void onNext(StreamingPushCommentsResponse response) {
      ids.add(response.getRequestId());
    }

    @Override
    public void onError(Throwable fault) {
      end.completeExceptionally(fault);
    }

    @Override
    public void onCompleted() {
      end.complete(null);
    }

    List<String> ids() {
      return List.copyOf(ids);
    }

    CompletableFuture<Void> end() {
      return end;
    }

    StatusRuntimeException fault() {
      await().until(end::isDone);
      return (StatusRuntimeException) end.exceptionNow();
    }
  }
}
