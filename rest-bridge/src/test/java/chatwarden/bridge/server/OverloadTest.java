package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chatwarden.bridge.admission.CallQueue;
import chatwarden.bridge.peer.ModelPeer;
import chatwarden.classifier.v1.ClassifierServiceGrpc;
import chatwarden.classifier.v1.ClassifyTextsRequest;
import chatwarden.classifier.v1.ClassifyTextsResponse;
import chatwarden.classifier.v1.StreamingClassifyTextsRequest;
import chatwarden.classifier.v1.StreamingClassifyTextsResponse;
import chatwarden.classifier.v1.TextToClassify;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.OverloadedException;
import chatwarden.runtime.grpc.AdmissionBudget;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.runtime.grpc.StatusMapper;
import chatwarden.tagger.v1.TagSpansRequest;
import chatwarden.tagger.v1.TaggerServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A bridge that lets in one call to the classifier at a time, while that one is never answered. */
@Timeout(120)
class OverloadTest {
  private static final String CLASSIFY = "{\"comments\":[{\"text\":\"hi\"}]}";

  private static final String ANALYZE =
      "{\"comment\":{\"text\":\"hi\"},\"languages\":[\"en\"],"
          + "\"requestedAttributes\":{\"TOXICITY\":{}},\"spanAnnotations\":true}";

  private static ModelServers models;
  private static TestBridge bridge;
  private static ManagedChannel channel;
  private Future<ClassifyTextsResponse> first;

  @BeforeAll
  static void start() throws Exception {
    models = new ModelServers();
    bridge =
        TestBridge.start(
            Config.defaults()
                .with(CallQueue.CONCURRENCY, 1)
                .with(AdmissionBudget.BUDGET, Duration.ofMillis(20))
                .with(BridgeKeys.REQUEST_TIMEOUT, Duration.ofSeconds(100))
                .with(ModelPeer.CLASSIFIER.target(), models.target())
                .with(ModelPeer.TAGGER.target(), models.target()));
    channel = GrpcChannels.open("127.0.0.1:" + bridge.server().port());
  }

  @AfterAll
  static void stop() throws Exception {
    channel.shutdownNow();
    bridge.close();
    models.close();
  }

  @BeforeEach
  void occupy() throws Exception {
    first =
        ClassifierServiceGrpc.newFutureStub(channel)
            .classifyTexts(ClassifyTextsRequest.newBuilder().setLanguage("never").build());
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                bridge
                    .get("/metrics")
                    .body()
                    .contains("chatwarden_admission_call{of=\"classifier\"} 1"));
  }

  @AfterEach
  void free() {
    first.cancel(true);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> bridge.post("/v1/comments:classify", CLASSIFY).statusCode() == 200);
  }

  @Test
  void grpcCallsBeyondTheLimitAreToldWhenToComeAgain() {
    assertThatThrownBy(
            () -> ClassifierServiceGrpc.newBlockingStub(channel).classifyTexts(request("hi")))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            refusal ->
                assertThat(StatusMapper.fromStatus(refusal))
                    .isInstanceOfSatisfying(
                        OverloadedException.class,
                        full -> {
                          assertThat(full.reason()).isEqualTo("SERVER_OVERLOADED");
                          assertThat(full.retryAfter()).isPositive();
                        }));
  }

  @Test
  void restCallsBeyondTheLimitAreToldWhenToComeAgain() throws Exception {
    assertRefused(bridge.post("/v1/comments:classify", CLASSIFY));
    HttpResponse<String> predict = bridge.post("/predict", "{\"inputs\":\"hi\"}");
    assertThat(predict.statusCode()).isEqualTo(429);
    assertThat(predict.headers().firstValue("Retry-After")).contains("1");
    HttpResponse<String> moderation = bridge.post("/v1/moderations", "{\"input\":\"hi\"}");
    assertThat(moderation.statusCode()).isEqualTo(429);
    assertThat(moderation.headers().firstValue("Retry-After")).contains("1");
  }

  private static void assertRefused(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(response.headers().firstValue("Retry-After")).contains("1");
    assertThat(response.body()).contains("SERVER_OVERLOADED").contains("retryDelay");
  }

  @Test
  void theOtherModelReadsHealthAndStreamsAreLetThrough() throws Exception {
    assertThat(bridge.post("/v1/comments:tag", CLASSIFY).statusCode()).isEqualTo(200);
    assertThat(bridge.get("/v1/chats").statusCode()).isEqualTo(200);
    assertThat(bridge.get("/healthz").statusCode()).isEqualTo(200);
    HealthGrpc.newBlockingStub(channel).check(HealthCheckRequest.getDefaultInstance());
    CompletableFuture<String> answered = new CompletableFuture<>();
    StreamObserver<StreamingClassifyTextsRequest> stream =
        ClassifierServiceGrpc.newStub(channel)
            .streamingClassifyTexts(
                new StreamObserver<>() {
                  @Override
                  public void onNext(StreamingClassifyTextsResponse response) {
                    answered.complete(response.getRequestId());
                  }

                  @Override
                  public void onError(Throwable fault) {
                    answered.completeExceptionally(fault);
                  }

                  @Override
                  public void onCompleted() {}
                });
    stream.onNext(
        StreamingClassifyTextsRequest.newBuilder()
            .setRequestId("r1")
            .setRequest(request("hi"))
            .build());
    assertThat(answered.get(60, TimeUnit.SECONDS)).isEqualTo("r1");
    stream.onCompleted();
  }

  @Test
  void theTaggerHasAQueueOfItsOwnAndAskingForSpansWaitsForTheClassifierAlone() throws Exception {
    free();
    var occupied =
        TaggerServiceGrpc.newFutureStub(channel)
            .tagSpans(TagSpansRequest.newBuilder().setLanguage("never").build());
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                bridge
                    .get("/metrics")
                    .body()
                    .contains("chatwarden_admission_call{of=\"tagger\"} 1"));

    assertRefused(bridge.post("/v1/comments:tag", CLASSIFY));
    assertThat(bridge.post("/v1alpha1/comments:analyze", ANALYZE).statusCode()).isEqualTo(200);

    occupied.cancel(true);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> bridge.post("/v1/comments:tag", CLASSIFY).statusCode() == 200);
  }

  @Test
  void analyzeIsRefusedInItsFormatAndAShortDeadlineIsRespected() throws Exception {
    assertRefused(bridge.post("/v1alpha1/comments:analyze", ANALYZE));
    assertThatThrownBy(
            () ->
                ClassifierServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(5, TimeUnit.MILLISECONDS)
                    .classifyTexts(request("hi")))
        .isInstanceOf(StatusRuntimeException.class);
  }

  private static ClassifyTextsRequest request(String text) {
    return ClassifyTextsRequest.newBuilder()
        .addComments(TextToClassify.newBuilder().setText(text))
        .build();
  }
}
