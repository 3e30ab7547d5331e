package chatwarden.classifier.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.classifier.v1.ClassifyTextsRequest;
import chatwarden.classifier.v1.TextToClassify;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.serving.server.ModelServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Collections;
import org.junit.jupiter.api.Test;

final class ClassifierFaultsTest extends ClassifierServerFixture {

  @Test
  void wrongInputNamesItsFields() {
    assertThat(problems(request())).containsExactly("comments");
    assertThat(problems(request(Collections.nCopies(65, "a").toArray(String[]::new))))
        .containsExactly("comments");
    assertThat(problems(request("a", "\n ", "b", "x".repeat(10_001))))
        .containsExactly("comments[1].text", "comments[3].text");
    assertThat(problems(request("a").toBuilder().setLanguage("?").build()))
        .containsExactly("language");
    TextToClassify twin = TextToClassify.newBuilder().setId("same").setText("a").build();
    TextToClassify longId = twin.toBuilder().setId("x".repeat(257)).build();
    assertThat(
            problems(
                ClassifyTextsRequest.newBuilder()
                    .addComments(twin)
                    .addComments(twin)
                    .addComments(longId)
                    .build()))
        .containsExactly("comments[1].id", "comments[2].id");
  }

  @Test
  void whatIsNotServedIsNotFound() {
    assertThat(fault(request("a").toBuilder().setModel("no-such").build()))
        .matches(FaultCode.NOT_FOUND::isOf)
        .hasMessageStartingWith("model no-such is not served (served: ");
    assertThat(fault(request("a").toBuilder().setLanguage("xx").build()))
        .matches(FaultCode.NOT_FOUND::isOf)
        .hasMessageStartingWith("language xx is not served (served: ");
  }

  @Test
  void aTakenPortIsSaidWithItsRemedy() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      ModelServer second =
          ClassifierServer.SERVICE.listening(
              CONFIG.with(ClassifierServer.SERVICE.listen().port(), port), Telemetry.prometheus());

      assertThatThrownBy(second::start)
          .matches(FaultCode.FAILED_PRECONDITION::isOf)
          .hasMessageStartingWith("port " + port + " is taken")
          .hasMessageEndingWith("use --port, or set classifier.port to another");
    }
  }
}
