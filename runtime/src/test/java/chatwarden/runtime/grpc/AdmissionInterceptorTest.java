package chatwarden.runtime.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.classifier.v1.ClassifierServiceGrpc;
import chatwarden.classifier.v1.ClassifyTextsRequest;
import chatwarden.classifier.v1.ClassifyTextsResponse;
import chatwarden.classifier.v1.StreamingClassifyTextsRequest;
import chatwarden.classifier.v1.StreamingClassifyTextsResponse;
import chatwarden.runtime.error.OverloadedException;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A started server that answers at once, and says how long calls would wait. */
@Timeout(60)
class AdmissionInterceptorTest {

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final AtomicLong wait = new AtomicLong();
  private final GrpcEndpoint endpoint =
      GrpcEndpoint.builder("test")
          .address("127.0.0.1", 0)
          .inProcess("admission-test")
          .admission(
              new AdmissionInterceptor(
                  "test",
                  new AdmissionBudget(Duration.ofMillis(100).toNanos()),
                  wait::get,
                  metrics,
                  ClassifierServiceGrpc.getClassifyTextsMethod()))
          .service(new Answering())
          .build();
  private ManagedChannel outside;
  private ManagedChannel inside;

  private static final class Answering extends ClassifierServiceGrpc.ClassifierServiceImplBase {
    @Override
    public void classifyTexts(
        ClassifyTextsRequest request, StreamObserver<ClassifyTextsResponse> observer) {
      observer.onNext(ClassifyTextsResponse.getDefaultInstance());
      observer.onCompleted();
    }

    @Override
    public StreamObserver<StreamingClassifyTextsRequest> streamingClassifyTexts(
        StreamObserver<StreamingClassifyTextsResponse> observer) {
      observer.onCompleted();
      return new StreamObserver<>() {
        @Override
        public void onNext(StreamingClassifyTextsRequest request) {}

        @Override
        public void onError(Throwable fault) {}

        @Override
        public void onCompleted() {}
      };
    }
  }

  @BeforeEach
  void start() throws Exception {
    endpoint.start();
    outside = GrpcChannels.open("127.0.0.1:" + endpoint.port());
    inside = GrpcChannels.open(endpoint.target());
  }

  @AfterEach
  void stop() {
    outside.shutdownNow();
    inside.shutdownNow();
    endpoint.close();
  }

  private static ClassifyTextsResponse ask(ManagedChannel channel, Duration deadline) {
    return ClassifierServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS)
        .classifyTexts(ClassifyTextsRequest.getDefaultInstance());
  }

  private static void assertRefused(ManagedChannel channel, Duration deadline) {
    assertThatThrownBy(() -> ask(channel, deadline))
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
  void aCallThatWouldWaitLongerThanTheBudgetIsRefusedWithAHintFromWithinTheProcessToo() {
    wait.set(Duration.ofMillis(101).toNanos());

    assertRefused(outside, Duration.ofSeconds(30));
    assertRefused(inside, Duration.ofSeconds(30));
    assertThat(metrics.get("admission.refusal").counter().count()).isEqualTo(2);

    wait.set(Duration.ofMillis(99).toNanos());
    assertThat(ask(outside, Duration.ofSeconds(30))).isNotNull();
  }

  @Test
  void aCallThatWouldWaitBeyondItsDeadlineIsNotLetIn() {
    GrpcEndpoint patient =
        GrpcEndpoint.builder("patient")
            .inProcess("patient-test")
            .admission(
                new AdmissionInterceptor(
                    "patient",
                    new AdmissionBudget(Long.MAX_VALUE),
                    wait::get,
                    metrics,
                    ClassifierServiceGrpc.getClassifyTextsMethod()))
            .service(new Answering())
            .build();
    wait.set(Duration.ofMinutes(1).toNanos());
    ManagedChannel channel = GrpcChannels.open("inprocess:patient-test");
    try {
      patient.start();
      assertRefused(channel, Duration.ofSeconds(30));
      assertThat(ask(channel, Duration.ofMinutes(10))).isNotNull();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    } finally {
      channel.shutdownNow();
      patient.close();
    }
  }

  @Test
  void liveCallsStreamsAndOtherServicesPass() throws Exception {
    wait.set(Long.MAX_VALUE);

    ClassifierServiceGrpc.newBlockingStub(outside)
        .withInterceptors(CallPriority.LIVE.claim())
        .classifyTexts(ClassifyTextsRequest.getDefaultInstance());
    HealthGrpc.newBlockingStub(outside).check(HealthCheckRequest.getDefaultInstance());
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    ClassifierServiceGrpc.newStub(outside)
        .streamingClassifyTexts(
            new StreamObserver<>() {
              @Override
              public void onNext(StreamingClassifyTextsResponse response) {}

              @Override
              public void onError(Throwable fault) {
                ended.completeExceptionally(fault);
              }

              @Override
              public void onCompleted() {
                ended.complete(true);
              }
            });
    assertThat(ended.get(30, TimeUnit.SECONDS)).isTrue();
  }
}
