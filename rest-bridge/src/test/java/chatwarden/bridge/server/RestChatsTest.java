package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RestChatsTest extends RestFixture {

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
        .contains("\"taggingState\":\"PENDING\"", "\"flagged\":true", "\"FLAG_THRESHOLD\"")
        .doesNotContain("\"flagged\":false")
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
}
