package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.bridge.peer.ModelPeer;
import chatwarden.runtime.config.Config;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RestTest {

  private static ModelServers models;
  private static TestBridge bridge;

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

  @Test
  void sessionIsStartedListedAndStopped() throws Exception {
    HttpResponse<String> started =
        bridge.post("/v1/sessions", "{\"source\":\"push:rest.1\",\"flagThreshold\":0.5}");
    assertThat(started.statusCode()).isEqualTo(200);
    JsonNode session = TestBridge.json(started);
    assertThat(session.get("chat").asText()).isEqualTo("rest.1");
    assertThat(session.get("state").asText()).isEqualTo("LIVE");
    assertThat(session.get("flagThreshold").asDouble()).isEqualTo(0.5);
    assertThat(session.get("rejectedCount").isInt()).isTrue();

    JsonNode chats = TestBridge.json(bridge.get("/v1/chats?pageSize=1000")).get("chats");
    JsonNode chat = find(chats, "rest.1");
    assertThat(chat.toString())
        .isEqualTo(
            "{\"id\":\"rest.1\",\"source\":\"push:rest.1\",\"state\":\"LIVE\","
                + "\"commentCount\":0,\"flaggedCount\":0}");

    assertError(
        bridge.post("/v1/sessions", "{\"source\":\"push:rest.1\"}"),
        409,
        "ALREADY_EXISTS",
        "CHAT_ALREADY_READ");

    String id = session.get("id").asText();
    JsonNode sessions = TestBridge.json(bridge.get("/v1/sessions")).get("sessions");
    assertThat(find(sessions, id).get("source").asText()).isEqualTo("push:rest.1");
    assertThat(bridge.send(bridge.request("/v1/sessions/" + id).DELETE()).statusCode())
        .isEqualTo(200);
    assertError(
        bridge.send(bridge.request("/v1/sessions/none").DELETE()),
        404,
        "NOT_FOUND",
        "SESSION_NOT_FOUND");
  }

  private static JsonNode find(JsonNode list, String id) {
    for (JsonNode each : list) {
      if (each.get("id").asText().equals(id)) {
        return each;
      }
    }
    throw new AssertionError("no " + id + " in " + list);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"source\":\"\"} | session.source",
        "{} | session.source",
        "{\"source\":\"twitch:a b\"} | session.source",
        "{\"source\":\"youtube:short\"} | session.source",
        "{\"source\":\"push:a b\"} | session.source",
        "{\"source\":\"push:a\",\"chat\":\"b\"} | session.chat",
        "{\"source\":\"file:a.jsonl\",\"chat\":\"a/b\"} | session.chat",
        "{\"source\":\"file:a.jsonl\",\"commentsPerSecond\":-1} | session.comments_per_second",
        "{\"source\":\"file:a.jsonl\",\"commentsPerSecond\":\"NaN\"} | session.comments_per_second",
        "{\"source\":\"file:a.jsonl\",\"flagThreshold\":1.5} | session.flag_threshold",
        "{\"source\":5} | session.source",
        "{\"sauce\":\"push:a\"} | session.sauce",
        "[] | session",
        "{\"source\": | body",
      })
  void wishThatCannotBeMetNamesItsField(String json, String field) throws Exception {
    HttpResponse<String> response = bridge.post("/v1/sessions", json);
    assertError(response, 400, "INVALID_ARGUMENT", "INVALID_INPUT");
    assertThat(violations(response)).containsExactly(field);
  }

  @Test
  void textsAreClassifiedAndTaggedByTheModelServers() throws Exception {
    HttpResponse<String> response =
        bridge.post(
            "/v1/comments:classify", "{\"comments\":[{\"id\":\"a\",\"text\":\"chào 👋\"}]}");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo(
            "{\"classifications\":[{\"id\":\"a\",\"classification\":{\"label\":\"CLEAN\",\"probabilities\":{\"CLEAN\":1.0},"
                + "\"offensiveProbability\":0.0,\"model\":\"length@6\","
                + "\"tier\":\"\",\"language\":\"\",\"categories\":{}}}]}");
    assertThat(
            bridge
                .post("/v1/comments:tag", "{\"comments\":[{\"id\":\"a\",\"text\":\"b\"}]}")
                .body())
        .isEqualTo("{\"taggings\":[{\"id\":\"a\"}]}");
  }

  @Test
  void faultsOfTheModelServersPassWithTheirDetails() throws Exception {
    HttpResponse<String> blank =
        bridge.post("/v1/comments:classify", "{\"comments\":[{\"text\":\" \"}]}");
    assertError(blank, 400, "INVALID_ARGUMENT", "INVALID_INPUT");
    assertThat(violations(blank)).containsExactly("comments[0].text");
    HttpResponse<String> full =
        bridge.post("/v1/comments:classify", "{\"comments\":[{\"text\":\"full\"}]}");
    assertError(full, 429, "RESOURCE_EXHAUSTED", "QUEUE_FULL");
    assertThat(full.headers().firstValue("retry-after")).hasValue("2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"comments\":[{\"id\":\"a\",\"text\":\"\\ud800\"}]} | comments[0].text",
        "{\"comments\":[{\"id\":7,\"text\":\"x\"}]} | comments[0].id",
        "{\"comments\":{}} | comments",
        "{\"comments\":[],\"lang\":\"vi\"} | lang",
        "\"x\" | body",
      })
  void bodyThatDoesNotFitNamesItsField(String json, String field) throws Exception {
    HttpResponse<String> response = bridge.post("/v1/comments:classify", json);
    assertError(response, 400, "INVALID_ARGUMENT", "INVALID_INPUT");
    assertThat(violations(response)).containsExactly(field);
  }

  @Test
  void bodyOfAMegabyteIsTakenAndOneBeyondTheLimitRefused() throws Exception {
    String text = "ặ".repeat(350_000);
    HttpResponse<String> taken =
        bridge.post(
            "/v1/comments:classify", "{\"comments\":[{\"id\":\"a\",\"text\":\"" + text + "\"}]}");
    assertThat(taken.body()).contains("length@350000");
    try (Socket socket = new Socket("127.0.0.1", bridge.server().port())) {
      String head =
          "POST /v1/comments:classify HTTP/1.1\r\n"
              + "Host: localhost\r\n"
              + "Content-Type: application/json\r\n"
              + "Content-Length: "
              + (8 * 1024 * 1024 + 1)
              + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(" ".repeat(100_000).getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(600);
      assertThat(new String(answer, StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 413 ")
          .contains("{\"error\":{\"code\":413,", "REQUEST_TOO_LARGE");
    }
  }

  @Test
  void bodyThatIsNotCalledJsonIsRefused() throws Exception {
    HttpResponse<String> response =
        bridge.send(
            bridge
                .request("/v1/comments:classify")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{}")));
    assertError(response, 400, "INVALID_ARGUMENT", "INVALID_INPUT");
    assertThat(violations(response)).containsExactly("Content-Type");
  }

  @Test
  void commentsAreListedByPagesAndFilters() throws Exception {
    String chat = bridge.newChat();
    IntStream.range(0, 7).forEach(i -> bridge.classified(chat, "c" + i, "text", i % 2 == 0));
    String path = "/v1/chats/" + chat + "/comments";
    List<String> seen = new ArrayList<>();
    String token = "";
    do {
      JsonNode page =
          TestBridge.json(
              bridge.get(
                  path
                      + "?pageSize=3&pageToken="
                      + URLEncoder.encode(token, StandardCharsets.UTF_8)));
      page.get("comments").forEach(each -> seen.add(each.at("/comment/id").asText()));
      token = page.get("nextPageToken").asText();
    } while (!token.isEmpty());
    assertThat(seen).hasSize(7).doesNotHaveDuplicates();

    assertThat(idsOf(bridge.get(path + "?filter.flaggedOnly=true")))
        .containsExactlyInAnyOrder("c0", "c2", "c4", "c6");
    assertThat(idsOf(bridge.get(path + "?filter.labels=CLEAN&filter.labels=HATE")))
        .containsExactlyInAnyOrder("c1", "c3", "c5");
    assertThat(idsOf(bridge.get(path + "?filter.min_offensive_probability=0.9"))).isEmpty();
    assertThat(idsOf(bridge.get(path + "?filter.startTime=2023-11-14T22:13:21Z"))).isEmpty();
    assertThat(idsOf(bridge.get(path + "?filter.endTime=2023-11-14T22:13:21Z"))).hasSize(7);
    assertThat(bridge.get(path + "?filter.flaggedOnly=true").body())
        .contains("\"taggingState\":\"PENDING\"")
        .doesNotContain("\"tagging\":");
  }

  private static List<String> idsOf(HttpResponse<String> response) throws IOException {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    List<String> ids = new ArrayList<>();
    TestBridge.json(response)
        .get("comments")
        .forEach(each -> ids.add(each.at("/comment/id").asText()));
    return ids;
  }

  @ParameterizedTest
  @CsvSource({
    "pageSize=x, pageSize",
    "pageSize=1.0, pageSize",
    "pageSize=99999999999, pageSize",
    "pageSize=-1, page_size",
    "pageSize=1001, page_size",
    "pageSize=1&pageSize=2, pageSize",
    "pageToken=nonsense, page_token",
    "size=3, size",
    "chat=other, chat",
    "filter=x, filter",
    "filter.labels=RUDE, filter.labels",
    "filter.minCoverage=much, filter.minCoverage",
    "filter.minCoverage=2, filter.min_coverage",
    "filter.startTime=yesterday, filter.startTime",
    "filter.flaggedOnly=yes, filter.flaggedOnly",
    "filter.nothing=1, filter.nothing",
  })
  void parameterThatDoesNotFitIsNamed(String query, String field) throws Exception {
    HttpResponse<String> response =
        bridge.get("/v1/chats/" + bridge.newChat() + "/comments?" + query);
    assertError(response, 400, "INVALID_ARGUMENT", "INVALID_INPUT");
    assertThat(violations(response)).containsExactly(field);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "a/b",
        "a:b",
        "a b",
        "100%",
        "ặ👋",
        "a%2Fb",
        "?x=1#y",
        "a+b",
        "comments:watch",
        "a;b=c"
      })
  void commentIsFoundByAnyId(String id) throws Exception {
    String chat = bridge.newChat();
    bridge.classified(chat, id, "text", false);
    String path =
        "/v1/chats/"
            + chat
            + "/comments/"
            + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    HttpResponse<String> found = bridge.get(path);
    assertThat(found.statusCode()).as(found.body()).isEqualTo(200);
    assertThat(TestBridge.json(found).at("/comment/id").asText()).isEqualTo(id);
    HttpResponse<String> deleted = bridge.send(bridge.request(path).DELETE());
    assertThat(deleted.body()).isEqualTo("{}");
    assertError(bridge.get(path), 404, "NOT_FOUND", "COMMENT_NOT_FOUND");
    assertError(bridge.send(bridge.request(path).DELETE()), 404, "NOT_FOUND", "COMMENT_NOT_FOUND");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "../..", "a/b", "plain"})
  void commentIsReadAndDeletedByAnIdThatNoPathHolds(String id) throws Exception {
    String chat = bridge.newChat();
    bridge.classified(chat, id, "text", true);
    String query = "?id=" + URLEncoder.encode(id, StandardCharsets.UTF_8);
    String path = "/v1/chats/" + chat + "/comments:byId" + query;
    HttpResponse<String> found = bridge.get(path);
    assertThat(found.statusCode()).as(found.body()).isEqualTo(200);
    assertThat(TestBridge.json(found).at("/comment/id").asText()).isEqualTo(id);
    String reviews = "/v1/chats/" + chat + "/reviews:";
    String comment = "?comment=" + URLEncoder.encode(id, StandardCharsets.UTF_8);
    assertThat(bridge.get(reviews + "byComment" + comment).statusCode()).isEqualTo(200);
    assertThat(bridge.get(reviews + "context" + comment).statusCode()).isEqualTo(200);
    assertThat(bridge.send(bridge.request(path).DELETE()).body()).isEqualTo("{}");
    assertError(bridge.get(path), 404, "NOT_FOUND", "COMMENT_NOT_FOUND");
    assertError(bridge.get(path + "&x=1"), 400, "INVALID_ARGUMENT", "INVALID_INPUT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/comments:classify", "/predict", "/v1alpha1/comments:analyze"})
  void jsonThatReadersTakeDifferentlyIsRefused(String path) throws Exception {
    String good =
        switch (path) {
          case "/predict" -> "{\"inputs\":\"a\"}";
          case "/v1/comments:classify" -> "{\"comments\":[{\"text\":\"a\"}]}";
          default -> "{\"comment\":{\"text\":\"a\"},\"requestedAttributes\":{\"TOXICITY\":{}}}";
        };
    String twice = "{" + good.substring(1, good.length() - 1) + "," + good.substring(1);
    List<byte[]> odd =
        List.of(
            twice.getBytes(StandardCharsets.UTF_8),
            (good + "x").getBytes(StandardCharsets.UTF_8),
            (good + good).getBytes(StandardCharsets.UTF_8),
            good.replace("\"a\"", "\"\u00ff\"").getBytes(StandardCharsets.ISO_8859_1),
            good.replace("\"a\"", "\"\u00c0\u00af\"").getBytes(StandardCharsets.ISO_8859_1),
            good.getBytes(StandardCharsets.UTF_16BE));
    for (byte[] body : odd) {
      HttpResponse<String> response =
          bridge.send(
              bridge
                  .request(path)
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofByteArray(body)));
      assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
      assertThat(response.body()).contains("body");
    }
    assertThat(bridge.post(path, good).statusCode()).isEqualTo(200);
  }

  @Test
  void unknownChatsAndPathsAreNotFoundInTheSameShape() throws Exception {
    assertError(bridge.get("/v1/chats/nowhere/comments"), 404, "NOT_FOUND", "CHAT_NOT_FOUND");
    assertError(bridge.get("/v1/nothing"), 404, "NOT_FOUND", "PATH_NOT_FOUND");
    assertError(bridge.get("/v1/chats/"), 404, "NOT_FOUND", "PATH_NOT_FOUND");
    assertError(
        bridge.send(bridge.request("/v1/chats").PUT(BodyPublishers.ofString("{}"))),
        404,
        "NOT_FOUND",
        "PATH_NOT_FOUND");
    assertError(bridge.get("/v1/chats/a%2Fb/comments"), 400, "INVALID_ARGUMENT", "INVALID_INPUT");
    assertError(
        bridge.get("/v1/chats/a/comments/" + "x".repeat(257)),
        400,
        "INVALID_ARGUMENT",
        "INVALID_INPUT");
  }

  @Test
  void everyResponseCarriesTheHeadersThatProtectBrowsers() throws Exception {
    for (String path :
        List.of(
            "/",
            "/healthz",
            "/metrics",
            "/v1/chats",
            "/v1/nothing",
            "/v1/chats?x=1",
            "/docs/",
            "/docs/nothing",
            "/openapi.json",
            "/v1/chats/nowhere/comments:watch",
            "/v1/chats/nowhere/comments:socket",
            "/v1/chats/nowhere/audit:export")) {
      assertProtects(path, bridge.get(path));
    }
    for (String path :
        List.of("/predict", "/v1/moderations", "/v1alpha1/comments:analyze", "/v1/sessions")) {
      assertProtects(path, bridge.post(path, "{\"inputs\":\"a\",\"input\":\"a\"}"));
      assertProtects(path, bridge.post(path, "{"));
    }
    String chat = bridge.newChat();
    HttpResponse<InputStream> events =
        bridge.http.send(
            bridge.request("/v1/chats/" + chat + "/comments:watch").build(),
            BodyHandlers.ofInputStream());
    events.body().close();
    assertThat(events.statusCode()).isEqualTo(200);
    assertProtects("a stream of events", events);
    assertProtects(
        "gRPC-Web",
        bridge.send(
            bridge
                .request("/chatwarden.livechat.v1.LiveChatService/ListChats")
                .header("Content-Type", "application/grpc-web+proto")
                .POST(BodyPublishers.ofByteArray(new byte[5]))));
  }

  private static void assertProtects(String of, HttpResponse<?> response) {
    assertThat(response.headers().firstValue("x-content-type-options")).as(of).hasValue("nosniff");
    assertThat(response.headers().firstValue("referrer-policy")).as(of).hasValue("no-referrer");
    assertThat(response.headers().firstValue("cross-origin-opener-policy"))
        .as(of)
        .hasValue("same-origin");
    assertThat(response.headers().firstValue("content-security-policy").orElse(""))
        .as(of)
        .contains("frame-ancestors 'none'");
    assertThat(response.headers().firstValue("server")).as(of).isEmpty();
  }

  @Test
  void pagesOfAllowedOriginsMayCallAndReadErrorsOthersMayNot() throws Exception {
    HttpResponse<String> preflight =
        bridge.send(
            bridge
                .request("/v1/comments:classify")
                .header("Origin", "https://page.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type,x-grpc-web")
                .method("OPTIONS", BodyPublishers.noBody()));
    assertThat(preflight.headers().firstValue("access-control-allow-origin"))
        .hasValue("https://page.example");
    assertThat(preflight.headers().firstValue("access-control-allow-headers").orElse(""))
        .contains("x-grpc-web");
    HttpResponse<String> error =
        bridge.send(bridge.request("/v1/chats?x=1").header("Origin", "https://page.example"));
    assertThat(error.statusCode()).isEqualTo(400);
    assertThat(error.headers().firstValue("access-control-allow-origin"))
        .hasValue("https://page.example");
    HttpResponse<String> other =
        bridge.send(bridge.request("/v1/chats").header("Origin", "https://other.example"));
    assertThat(other.headers().firstValue("access-control-allow-origin")).isEmpty();
    HttpResponse<String> asked =
        bridge.send(
            bridge
                .request("/v1/comments:classify")
                .header("Origin", "https://other.example")
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", BodyPublishers.noBody()));
    assertThat(asked.headers().map()).doesNotContainKey("access-control-allow-origin");
    assertThat(preflight.headers().map()).doesNotContainKey("access-control-allow-credentials");
  }

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

  private static List<String> violations(HttpResponse<String> response) throws IOException {
    List<String> fields = new ArrayList<>();
    TestBridge.json(response)
        .at("/error/details/1/fieldViolations")
        .forEach(each -> fields.add(each.get("field").asText()));
    return fields;
  }

  private static void assertError(
      HttpResponse<String> response, int http, String status, String reason) throws IOException {
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
