package chatwarden.runtime.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.tagger.v1.StreamingTagSpansRequest;
import chatwarden.tagger.v1.TaggerServiceGrpc;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class GrpcEndpointTest extends GrpcEndpointFixture {

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

  @Test
  void saysThatEveryServiceIsServing() throws Exception {
    var health = HealthGrpc.newBlockingStub(channel(started().target()));

    for (String service : List.of("", "chatwarden.tagger.v1.TaggerService")) {
      assertThat(health.check(check(service)).getStatus()).isEqualTo(ServingStatus.SERVING);
    }
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
}
