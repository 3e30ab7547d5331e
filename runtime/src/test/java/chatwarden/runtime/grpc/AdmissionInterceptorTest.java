package chatwarden.runtime.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chatwarden.classifier.v1.ClassifierServiceGrpc;
import chatwarden.classifier.v1.ClassifierServiceGrpc.ClassifierServiceBlockingStub;
import chatwarden.classifier.v1.ClassifyTextsRequest;
import chatwarden.classifier.v1.ClassifyTextsResponse;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.OverloadedException;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A started server that takes one call at a time, and calls that are answered when told. */
class AdmissionInterceptorTest {
  private static final ClassifyTextsRequest SLOW =
      ClassifyTextsRequest.newBuilder().setLanguage("slow").build();

  private final LinkedBlockingQueue<StreamObserver<ClassifyTextsResponse>> waiting =
      new LinkedBlockingQueue<>();
  private final AdmissionLimit limit = new AdmissionLimit("test", 1, new SimpleMeterRegistry());
  private final GrpcEndpoint endpoint =
      GrpcEndpoint.builder("test")
          .address("127.0.0.1", 0)
          .inProcess("admission-test")
          .admission(
              AdmissionInterceptor.sparingLive(
                  limit, ClassifierServiceGrpc.getClassifyTextsMethod()))
          .service(
              new ClassifierServiceGrpc.ClassifierServiceImplBase() {
                @Override
                public void classifyTexts(
                    ClassifyTextsRequest request, StreamObserver<ClassifyTextsResponse> observer) {
                  if (request.equals(SLOW)) {
                    waiting.add(observer);
                  } else {
                    observer.onNext(ClassifyTextsResponse.getDefaultInstance());
                    observer.onCompleted();
                  }
                }
              })
          .build();
  private ManagedChannel outside;
  private ManagedChannel inside;

  @BeforeEach
  void start() throws Exception {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    endpoint.start();
    outside = GrpcChannels.open("127.0.0.1:" + endpoint.port());
    inside = GrpcChannels.open(endpoint.target());
  }

  @AfterEach
  void stop() {
    Awaitility.reset();
    outside.shutdownNow();
    inside.shutdownNow();
    endpoint.close();
  }

  private static ClassifyTextsResponse ask(ManagedChannel channel) {
    ClassifierServiceBlockingStub stub = ClassifierServiceGrpc.newBlockingStub(channel);
    return stub.classifyTexts(ClassifyTextsRequest.getDefaultInstance());
  }

  @Test
  void callsBeyondTheLimitAreRefusedWithAHintAndOthersPass() throws Exception {
    var slow = ClassifierServiceGrpc.newFutureStub(outside).classifyTexts(SLOW);
    StreamObserver<ClassifyTextsResponse> observer = waiting.take();

    assertThatThrownBy(() -> ask(outside))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            refusal -> {
              ChatwardenException fault = StatusMapper.fromStatus(refusal);
              assertThat(fault.reason()).isEqualTo("SERVER_OVERLOADED");
              assertThat(fault)
                  .isInstanceOfSatisfying(
                      OverloadedException.class,
                      full -> assertThat(full.retryAfter()).isPositive());
            });
    ClassifierServiceGrpc.newBlockingStub(outside)
        .withInterceptors(CallPriority.LIVE.claim())
        .classifyTexts(ClassifyTextsRequest.getDefaultInstance());
    assertThat(ask(inside)).isEqualTo(ClassifyTextsResponse.getDefaultInstance());
    HealthGrpc.newBlockingStub(outside).check(HealthCheckRequest.getDefaultInstance());

    observer.onNext(ClassifyTextsResponse.getDefaultInstance());
    observer.onCompleted();
    slow.get();
    await().untilAsserted(() -> assertThat(limit.underWay()).isZero());
    ask(outside);
  }

  @Test
  void aCallThatIsGivenUpMakesRoom() throws Exception {
    var slow = ClassifierServiceGrpc.newFutureStub(outside).classifyTexts(SLOW);
    waiting.take();
    assertThat(limit.underWay()).isEqualTo(1);

    slow.cancel(true);

    await().untilAsserted(() -> assertThat(limit.underWay()).isZero());
    ask(outside);
  }

  @Test
  void callsThatFailMakeRoom() {
    for (int i = 0; i < 3; i++) {
      var slow = ClassifierServiceGrpc.newFutureStub(outside).classifyTexts(SLOW);
      await().until(() -> !waiting.isEmpty());
      waiting.remove().onError(Status.UNAVAILABLE.asRuntimeException());
      await().until(slow::isDone);
      await().untilAsserted(() -> assertThat(limit.underWay()).isZero());
    }
    ask(outside);
  }
}
