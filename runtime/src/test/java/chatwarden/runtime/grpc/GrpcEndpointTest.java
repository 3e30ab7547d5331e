package chatwarden.runtime.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.tagger.v1.StreamingTagSpansRequest;
import chatwarden.tagger.v1.StreamingTagSpansResponse;
import chatwarden.tagger.v1.TagSpansRequest;
import chatwarden.tagger.v1.TagSpansResponse;
import chatwarden.tagger.v1.TaggedText;
import chatwarden.tagger.v1.TaggerServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class GrpcEndpointTest {

  private final Telemetry telemetry = Telemetry.prometheus();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final AtomicReference<@Nullable StreamObserver<StreamingTagSpansResponse>> stream =
      new AtomicReference<>();
  private final List<AutoCloseable> toClose = new ArrayList<>();

  /** Answers by the model that is asked for. */
  private final class Service extends TaggerServiceGrpc.TaggerServiceImplBase {

    @Override
    public void tagSpans(TagSpansRequest request, StreamObserver<TagSpansResponse> responses) {
      switch (request.getModel()) {
        case "throws" -> throw new IllegalStateException("words of a comment");
        case "refuses" -> throw FaultCode.NOT_FOUND.exception("MODEL_NOT_FOUND", "none such");
        case "ends" -> responses.onError(InvalidInputException.of("model", "is odd"));
        case "waits" -> {
          entered.countDown();
          awaitRelease();
        }
        default -> {}
      }
      if (!request.getModel().equals("ends")) {
        responses.onNext(
            TagSpansResponse.newBuilder().addTaggings(TaggedText.newBuilder().setId("1")).build());
        responses.onCompleted();
      }
    }

    @Override
    public StreamObserver<StreamingTagSpansRequest> streamingTagSpans(
        StreamObserver<StreamingTagSpansResponse> responses) {
      stream.set(responses);
      return new Sink<>();
    }

    private void awaitRelease() {
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static final class Sink<T> implements StreamObserver<T> {
    final CompletableFuture<T> first = new CompletableFuture<>();

    @Override
    public void onNext(T value) {
      first.complete(value);
    }

    @Override
    public void onError(Throwable fault) {
      first.completeExceptionally(fault);
    }

    @Override
    public void onCompleted() {
      first.completeExceptionally(new IllegalStateException("completed"));
    }
  }

  @AfterEach
  void close() throws Exception {
    released.countDown();
    for (AutoCloseable closeable : toClose.reversed()) {
      closeable.close();
    }
    telemetry.close();
  }

  private GrpcEndpoint.Builder builder() {
    return GrpcEndpoint.builder("tagger").service(new Service()).telemetry(telemetry);
  }

  private GrpcEndpoint started(GrpcEndpoint.Builder builder) throws Exception {
    GrpcEndpoint endpoint = builder.build();
    endpoint.start();
    toClose.add(endpoint::close);
    return endpoint;
  }

  private GrpcEndpoint started() throws Exception {
    return started(builder().address("127.0.0.1", 0));
  }

  private ManagedChannel channel(String target) {
    ManagedChannel channel = GrpcChannels.open(target);
    toClose.add(channel::shutdownNow);
    return channel;
  }

  private TaggerServiceGrpc.TaggerServiceBlockingStub client(String target) {
    return TaggerServiceGrpc.newBlockingStub(channel(target));
  }

  private static TagSpansRequest request(String model) {
    return TagSpansRequest.newBuilder().setModel(model).build();
  }

  @Test
  void answersOnARandomPort() throws Exception {
    GrpcEndpoint endpoint = started();

    assertThat(endpoint.target()).isEqualTo("127.0.0.1:" + endpoint.port());
    assertThat(client(endpoint.target()).tagSpans(request("")).getTaggingsCount()).isEqualTo(1);
    assertThat(client("localhost:" + endpoint.port()).tagSpans(request("")).getTaggingsCount())
        .isEqualTo(1);
  }

  @Test
  void answersInProcessWithoutAPort() throws Exception {
    GrpcEndpoint endpoint = started(builder().inProcess("endpoint-test"));

    assertThat(endpoint.target()).isEqualTo("inprocess:endpoint-test");
    assertThat(client(endpoint.target()).tagSpans(request("")).getTaggingsCount()).isEqualTo(1);
  }

  @Test
  void faultsOfServicesBecomeTheirStatus() throws Exception {
    var client = client(started().target());

    assertThat(fault(client, "throws").getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
    assertThat(fault(client, "throws").getStatus().getDescription()).doesNotContain("words");
    assertThat(StatusMapper.fromStatus(fault(client, "refuses")))
        .matches(FaultCode.NOT_FOUND::isOf)
        .hasMessage("none such");
    assertThat(StatusMapper.fromStatus(fault(client, "ends")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("model: is odd");
  }

  private static StatusRuntimeException fault(
      TaggerServiceGrpc.TaggerServiceBlockingStub client, String model) {
    return catchThrowableOfType(
        StatusRuntimeException.class, () -> client.tagSpans(request(model)));
  }

  @Test
  void saysThatEveryServiceIsServing() throws Exception {
    var health = HealthGrpc.newBlockingStub(channel(started().target()));

    for (String service : List.of("", "chatwarden.tagger.v1.TaggerService")) {
      assertThat(health.check(check(service)).getStatus()).isEqualTo(ServingStatus.SERVING);
    }
  }

  private static HealthCheckRequest check(String service) {
    return HealthCheckRequest.newBuilder().setService(service).build();
  }

  @Test
  void tellsItsServicesByReflection() throws Exception {
    Sink<ServerReflectionResponse> answers = new Sink<>();
    StreamObserver<ServerReflectionRequest> questions =
        ServerReflectionGrpc.newStub(channel(started().target())).serverReflectionInfo(answers);
    questions.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());

    assertThat(answers.first.get(10, TimeUnit.SECONDS).getListServicesResponse().getServiceList())
        .extracting(ServiceResponse::getName)
        .contains(
            "chatwarden.tagger.v1.TaggerService",
            "grpc.health.v1.Health",
            "grpc.reflection.v1alpha.ServerReflection");
    questions.onCompleted();
  }

  @Test
  void aMessageBeyondTheLimitIsRefused() throws Exception {
    Config small = Config.defaults().with(GrpcLimits.MAX_MESSAGE_BYTES, 1_024);
    GrpcEndpoint endpoint = started(builder().address("127.0.0.1", 0).limits(GrpcLimits.of(small)));
    StatusRuntimeException fault = fault(client(endpoint.target()), "x".repeat(2_000));

    assertThat(fault.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(StatusMapper.fromStatus(fault).isTransient()).isFalse();
  }

  @Test
  void aTakenPortIsSaidWithItsRemedy() throws Exception {
    int port = started().port();
    GrpcEndpoint second = builder().address("127.0.0.1", port).portRemedy("use --port").build();

    assertThatThrownBy(second::start)
        .matches(FaultCode.FAILED_PRECONDITION::isOf)
        .hasMessage(
            "port %d is taken: another process listens on 127.0.0.1:%d; use --port", port, port);
  }

  @Test
  void anAddressOfAnotherMachineIsSaid() {
    GrpcEndpoint endpoint = builder().address("192.0.2.1", 0).build();

    assertThatThrownBy(endpoint::start)
        .matches(FaultCode.FAILED_PRECONDITION::isOf)
        .hasMessageContaining("cannot listen on 192.0.2.1:0");
  }

  @Test
  void callsAreCountedByMethodAndCode() throws Exception {
    var client = client(started().target());
    client.tagSpans(request(""));
    fault(client, "refuses");
    await()
        .untilAsserted(
            () ->
                assertThat(telemetry.scrape().lines())
                    .filteredOn(
                        line -> line.startsWith("chatwarden_rpc_server_duration_seconds_count"))
                    .anyMatch(line -> line.contains("\"OK\"") && line.endsWith(" 1"))
                    .anyMatch(line -> line.contains("\"NOT_FOUND\"") && line.endsWith(" 1"))
                    .allMatch(line -> line.contains("rpc_method=\"TagSpans\"")));
  }

  @Test
  void aCallThatTheClientCancelsIsCounted() throws Exception {
    StreamObserver<StreamingTagSpansRequest> requests =
        TaggerServiceGrpc.newStub(channel(started().target())).streamingTagSpans(new Sink<>());
    await().until(() -> stream.get() != null);
    requests.onError(new IllegalStateException("no more"));

    await().untilAsserted(() -> assertThat(telemetry.scrape()).contains("\"CANCELLED\""));
  }

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

  @Test
  void aTargetThatIsNoneIsRefused() {
    for (String target : List.of("", "host", "host:", "host:99999", "http://host:1", "a b:1")) {
      assertThatThrownBy(() -> GrpcChannels.open(target))
          .as(target)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith("target: ");
    }
  }

  private static void drain(GrpcEndpoint endpoint, Duration timeout) {
    try {
      endpoint.drain(timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
