package chatwarden.runtime.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chatwarden.runtime.error.FaultCode;
import chatwarden.tagger.v1.StreamingTagSpansResponse;
import chatwarden.tagger.v1.TaggerServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class GrpcDrainTest extends GrpcEndpointFixture {

  @Test
  void aDrainFinishesTheCallsUnderWayAndTakesNoNewOnes() throws Exception {
    GrpcEndpoint endpoint = started();
    ManagedChannel channel = channel(endpoint.target());
    var underWay = TaggerServiceGrpc.newFutureStub(channel).tagSpans(request("waits"));
    entered.await();
    CompletableFuture<Void> drained =
        CompletableFuture.runAsync(() -> drain(endpoint, Duration.ofSeconds(30)));
    await()
        .untilAsserted(
            () ->
                assertThat(fault(client(endpoint.target()), "").getStatus().getCode())
                    .isEqualTo(Status.Code.UNAVAILABLE));

    assertThat(drained).isNotDone();
    released.countDown();
    assertThat(underWay.get().getTaggingsCount()).isEqualTo(1);
    drained.get(10, TimeUnit.SECONDS);
  }

  @Test
  void watchersOfHealthHearOfTheDrainAndDoNotHoldItUp() throws Exception {
    GrpcEndpoint endpoint = started();
    CompletableFuture<ServingStatus> notServing = new CompletableFuture<>();
    HealthGrpc.newStub(channel(endpoint.target()))
        .watch(
            check(""),
            new StreamObserver<>() {
              @Override
              public void onNext(io.grpc.health.v1.HealthCheckResponse value) {
                if (value.getStatus() == ServingStatus.SERVING) {
                  entered.countDown();
                } else {
                  notServing.complete(value.getStatus());
                }
              }

              @Override
              public void onError(Throwable fault) {}

              @Override
              public void onCompleted() {}
            });
    entered.await();
    long begin = System.nanoTime();
    endpoint.drain(Duration.ofSeconds(30));

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    assertThat(notServing.get(10, TimeUnit.SECONDS)).isEqualTo(ServingStatus.NOT_SERVING);
  }

  @Test
  void aDrainGivesUpAfterItsTimeAndClosingCutsTheCall() throws Exception {
    GrpcEndpoint endpoint = started();
    var underWay =
        TaggerServiceGrpc.newFutureStub(channel(endpoint.target())).tagSpans(request("waits"));
    entered.await();
    drain(endpoint, Duration.ofMillis(50));
    endpoint.close();

    assertThatThrownBy(underWay::get)
        .cause()
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            fault ->
                assertThat(StatusMapper.fromStatus(fault)).matches(FaultCode.UNAVAILABLE::isOf));
  }

  @Test
  void streamsCanBeEndedWhenTheDrainBegins() throws Exception {
    GrpcEndpoint endpoint =
        started(
            builder()
                .address("127.0.0.1", 0)
                .onDrain(() -> java.util.Objects.requireNonNull(stream.get()).onCompleted()));
    Sink<StreamingTagSpansResponse> answers = new Sink<>();
    var unused = TaggerServiceGrpc.newStub(channel(endpoint.target())).streamingTagSpans(answers);
    await().until(() -> stream.get() != null);
    drain(endpoint, Duration.ofSeconds(30));

    assertThat(unused).isNotNull();
    assertThatThrownBy(() -> answers.first.get(10, TimeUnit.SECONDS))
        .hasMessageContaining("completed");
  }

  private static void drain(GrpcEndpoint endpoint, Duration timeout) {
    try {
      endpoint.drain(timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
