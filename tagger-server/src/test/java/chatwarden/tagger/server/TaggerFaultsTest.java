package chatwarden.tagger.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chatwarden.repository.source.SourceKeys;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.grpc.StatusMapper;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.serving.server.ModelServer;
import chatwarden.tagger.v1.TagSpansRequest;
import chatwarden.tagger.v1.TaggerServiceGrpc;
import chatwarden.tagger.v1.TextToTag;
import io.grpc.StatusRuntimeException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TaggerFaultsTest extends TaggerServerFixture {

  @Test
  void wrongInputNamesItsFields() {
    assertThat(problems(request())).containsExactly("comments");
    assertThat(problems(request("a", " ", "b", "x".repeat(10_001))))
        .containsExactly("comments[1].text", "comments[3].text");
    assertThat(problems(request("a").toBuilder().setLanguage("?").build()))
        .containsExactly("language");
    TextToTag twin = TextToTag.newBuilder().setId("same").setText("a").build();
    assertThat(problems(TagSpansRequest.newBuilder().addComments(twin).addComments(twin).build()))
        .containsExactly("comments[1].id");
  }

  private List<String> problems(TagSpansRequest request) {
    return ((InvalidInputException) StatusMapper.fromStatus(fault(request)))
        .problems().stream().map(FieldProblem::field).toList();
  }

  private StatusRuntimeException fault(TagSpansRequest request) {
    var client = TaggerServiceGrpc.newBlockingStub(channel(server.target()));
    return catchThrowableOfType(StatusRuntimeException.class, () -> client.tagSpans(request));
  }

  @Test
  void aModelThatIsNotServedIsNotFound() {
    assertThat(StatusMapper.fromStatus(fault(request("a").toBuilder().setModel("no-such").build())))
        .matches(FaultCode.NOT_FOUND::isOf)
        .hasMessageStartingWith("model no-such is not served (served: ");
  }

  @Test
  void aTakenPortIsSaidWithItsRemedy() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      ModelServer second =
          TaggerServer.SERVICE.listening(
              CONFIG.with(TaggerServer.SERVICE.listen().port(), port), Telemetry.prometheus());

      assertThatThrownBy(second::start)
          .matches(FaultCode.FAILED_PRECONDITION::isOf)
          .hasMessageStartingWith("port " + port + " is taken")
          .hasMessageEndingWith("use --port, or set tagger.port to another");
    }
  }

  @Test
  void aFolderWithoutModelsIsSaid() {
    Config empty = CONFIG.with(SourceKeys.SOURCES, List.of("src"));

    assertThatThrownBy(() -> TaggerServer.SERVICE.listening(empty, Telemetry.prometheus()).start())
        .matches(FaultCode.FAILED_PRECONDITION::isOf)
        .hasMessage("no model for span-tagging can be served: none is there");
  }
}
