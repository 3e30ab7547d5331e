package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.classifier.v1.ClassifierServiceGrpc;
import chatwarden.classifier.v1.ClassifyTextsRequest;
import chatwarden.classifier.v1.StreamingClassifyTextsRequest;
import chatwarden.classifier.v1.StreamingClassifyTextsResponse;
import chatwarden.classifier.v1.TextToClassify;
import chatwarden.comment.v1.CommentServiceGrpc;
import chatwarden.comment.v1.GetCommentRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class GrpcCallsTest extends GrpcFixture {

  @Test
  void longStreamIsForwardedInOrderBothWays() {
    int count = 500;
    List<String> answered = new ArrayList<>();
    CompletableFuture<Void> done = new CompletableFuture<>();
    StreamObserver<StreamingClassifyTextsRequest> requests =
        ClassifierServiceGrpc.newStub(channel)
            .streamingClassifyTexts(
                new StreamObserver<>() {
                  @Override
                  public void onNext(StreamingClassifyTextsResponse response) {
                    answered.add(response.getRequestId());
                  }

                  @Override
                  public void onError(Throwable fault) {
                    done.completeExceptionally(fault);
                  }

                  @Override
                  public void onCompleted() {
                    done.complete(null);
                  }
                });
    for (int i = 0; i < count; i++) {
      requests.onNext(
          StreamingClassifyTextsRequest.newBuilder()
              .setRequestId("r" + i)
              .setRequest(text("x".repeat(1_000)))
              .build());
    }
    requests.onCompleted();
    done.orTimeout(20, TimeUnit.SECONDS).join();
    assertThat(answered).isEqualTo(IntStream.range(0, count).mapToObj(i -> "r" + i).toList());
  }

  @Test
  void messageBeyondTheLimitIsRefused() {
    assertThatThrownBy(
            () ->
                ClassifierServiceGrpc.newBlockingStub(channel)
                    .classifyTexts(text("x".repeat(65 * 1024))))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
  }

  @Test
  void deadlineOfTheCallerReachesTheServerBehind() {
    assertThatThrownBy(
            () ->
                ClassifierServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(300, TimeUnit.MILLISECONDS)
                    .classifyTexts(ClassifyTextsRequest.newBuilder().setLanguage("never").build()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED));
    assertThat(models.cancelled.orTimeout(10, TimeUnit.SECONDS).join()).isTrue();
  }

  @Test
  void serverThatCannotBeReachedIsUnavailableWithoutItsAddress() {
    assertStatus(
        () ->
            chatwarden.tagger.v1.TaggerServiceGrpc.newBlockingStub(channel)
                .tagSpans(chatwarden.tagger.v1.TagSpansRequest.getDefaultInstance()),
        Status.Code.UNAVAILABLE,
        "SERVER_AWAY");
  }

  @Test
  void aStatusThatRepeatsWhatCameIsShortEnoughForHeaders() {
    HealthCheckRequest request =
        HealthCheckRequest.newBuilder().setService("đài ".repeat(3_000)).build();
    assertThatThrownBy(() -> HealthGrpc.newBlockingStub(channel).check(request))
        .hasMessageStartingWith("NOT_FOUND: unknown service đài");
  }

  @Test
  void commentIdThatNoPathCanHoldIsFoundByGrpc() {
    String chat = bridge.newChat();
    bridge.classified(chat, "..", "text", false);
    assertThat(
            CommentServiceGrpc.newBlockingStub(channel)
                .getComment(GetCommentRequest.newBuilder().setChat(chat).setId("..").build())
                .getComment()
                .getId())
        .isEqualTo("..");
  }

  private static ClassifyTextsRequest text(String text) {
    return ClassifyTextsRequest.newBuilder()
        .addComments(TextToClassify.newBuilder().setId("a").setText(text))
        .build();
  }
}
