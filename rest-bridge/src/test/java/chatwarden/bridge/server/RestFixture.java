package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.bridge.peer.ModelPeer;
import chatwarden.runtime.config.Config;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** Starts a bridge to model servers of the test, and reads its errors. */
@Timeout(60)
abstract class RestFixture {

  private static ModelServers models;
  static TestBridge bridge;

  @BeforeAll
  static void start() throws Exception {
    models = new ModelServers();
    bridge =
        TestBridge.start(
            Config.defaults()
                .with(ModelPeer.CLASSIFIER.target(), models.target())
                .with(ModelPeer.TAGGER.target(), models.target())
                .with(BridgeKeys.CORS_ORIGINS, List.of("https://page.example")));
  }

  @AfterAll
  static void stop() throws Exception {
    if (bridge != null) {
      bridge.close();
    }
    models.close();
  }

  static List<String> violations(HttpResponse<String> response) throws IOException {
    List<String> fields = new ArrayList<>();
    TestBridge.json(response)
        .at("/error/details/1/fieldViolations")
        .forEach(each -> fields.add(each.get("field").asText()));
    return fields;
  }

  static void assertError(HttpResponse<String> response, int http, String status, String reason)
      throws IOException {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(http);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
    JsonNode error = TestBridge.json(response).get("error");
    assertThat(error.get("code").asInt()).isEqualTo(http);
    assertThat(error.get("status").asText()).isEqualTo(status);
    assertThat(error.get("message").asText()).isNotEmpty();
    JsonNode info = error.at("/details/0");
    assertThat(info.get("@type").asText()).isEqualTo("type.googleapis.com/google.rpc.ErrorInfo");
    assertThat(info.get("reason").asText()).isEqualTo(reason);
    assertThat(info.get("domain").asText()).isEqualTo("chatwarden");
  }
}
