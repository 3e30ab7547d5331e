package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

final class RestDocumentsTest extends RestFixture {

  @Test
  void healthMetricsAndDocumentationAreServed() throws Exception {
    assertThat(bridge.get("/healthz").body()).isEqualTo("{\"status\":\"SERVING\"}");
    bridge.get("/v1/chats");
    assertThat(bridge.get("/metrics").body())
        .contains(
            "chatwarden_bridge_watch_subscriber",
            "chatwarden_bridge_store_call",
            "chatwarden_rpc_server_duration_seconds_count",
            "chatwarden_http_server_request_duration_seconds_count",
            "jvm_memory_used_bytes");
  }

  @Test
  void theProtosAreThereToDownload() throws Exception {
    HttpResponse<byte[]> answer =
        bridge.http.send(bridge.request("/protos.zip").GET().build(), BodyHandlers.ofByteArray());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).contains("application/zip");
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
      assertThat(zip.getNextEntry()).isNotNull();
    }
  }

  @Test
  void theApiIsWrittenDownWithTheWordsOfTheProtos() throws Exception {
    JsonNode document = TestBridge.json(bridge.get("/openapi.json"));
    JsonNode get = document.at("/paths/~1v1~1chats~1{chat}~1comments~1{id}/get");
    assertThat(get.get("description").asText())
        .startsWith("Gives one comment with everything known of it.")
        .endsWith("Role: viewer.");
    assertThat(get.get("parameters")).hasSize(2);
    List<String> parameters = new ArrayList<>();
    document
        .at("/paths/~1v1~1chats~1{chat}~1comments/get/parameters")
        .forEach(each -> parameters.add(each.get("name").asText()));
    assertThat(parameters).contains("chat", "pageSize", "filter.labels", "filter.startTime");
    assertThat(
            document
                .at("/paths/~1v1~1sessions/post/requestBody/content/application~1json/schema/$ref")
                .asText())
        .isEqualTo("#/components/schemas/Session");
    assertThat(document.at("/components/schemas/Label/enum").toString()).contains("HATE");
    assertThat(document.at("/paths").has("/predict")).isTrue();
    HttpResponse<String> page = bridge.get("/docs/");
    assertThat(page.body()).contains("swagger-ui-bundle.js");
    assertThat(page.headers().firstValue("content-security-policy"))
        .hasValueSatisfying(policy -> assertThat(policy).doesNotContain("unsafe"));
    assertThat(bridge.get("/docs/swagger-ui-bundle.js").statusCode()).isEqualTo(200);
    assertThat(bridge.get("/docs/docs.js").statusCode()).isEqualTo(200);
    assertThat(bridge.get("/docs/nothing.js").statusCode()).isEqualTo(404);
  }
}
