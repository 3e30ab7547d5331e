package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.runtime.config.Config;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Decisions on comments outside the queue. */
@Timeout(60)
class DecideCommentTest {

  private static TestBridge bridge;

  @BeforeAll
  static void start() throws Exception {
    bridge = TestBridge.start(Config.defaults());
  }

  @AfterAll
  static void stop() throws Exception {
    if (bridge != null) {
      bridge.close();
    }
  }

  private static HttpResponse<String> decide(String chat, String comment, String fields)
      throws Exception {
    return bridge.post(
        "/v1/chats/" + chat + "/comments/" + comment + "/decide",
        "{\"reviewer\":\"Ann\"," + fields + "}");
  }

  @Test
  void anyCommentIsDecidedChangedAndUndone() throws Exception {
    String chat = bridge.newChat();
    bridge.classified(chat, "c1", "kind", false);

    JsonNode decided =
        TestBridge.json(
            decide(
                chat, "c1", "\"decision\":\"TIME_OUT\",\"authorTimeout\":\"600s\",\"note\":\"n\""));
    assertThat(decided.at("/decision").asText()).isEqualTo("TIME_OUT");
    assertThat(decided.at("/authorTimeout").asText()).isEqualTo("600s");

    HttpResponse<String> unseen = decide(chat, "c1", "\"decision\":\"ALLOW\"");
    assertThat(unseen.statusCode()).isEqualTo(400);
    assertThat(unseen.body()).contains("DECISION_CHANGED");
    JsonNode changed =
        TestBridge.json(
            decide(chat, "c1", "\"decision\":\"ALLOW\",\"replacedDecision\":\"TIME_OUT\""));
    assertThat(changed.at("/decision").asText()).isEqualTo("ALLOW");
    String undo = "/v1/chats/" + chat + "/reviews/c1/undo";
    assertThat(bridge.post(undo, "{\"reviewer\":\"Ann\"}").statusCode()).isEqualTo(200);

    JsonNode log = TestBridge.json(bridge.get("/v1/chats/" + chat + "/audit"));
    assertThat(log.at("/entries")).hasSize(3);
    assertThat(log.at("/entries/1/replacedDecision").asText()).isEqualTo("TIME_OUT");
    assertThat(log.at("/entries/2/note").asText()).isEqualTo("n");
    String csv = bridge.get("/v1/chats/" + chat + "/audit:export?format=csv").body();
    assertThat(csv.lines().toList().get(2)).contains("DECIDE,ALLOW").endsWith(",TIME_OUT,");
  }

  @Test
  void commentWhoseIdNoPathHoldsIsDecided() throws Exception {
    String chat = bridge.newChat();
    bridge.classified(chat, "..", "kind", false);
    HttpResponse<String> decided =
        bridge.post(
            "/v1/chats/" + chat + "/comments:decide",
            "{\"comment\":\"..\",\"reviewer\":\"Ann\",\"decision\":\"HIDE\"}");
    assertThat(TestBridge.json(decided).at("/decision").asText()).isEqualTo("HIDE");
  }

  @Test
  void watchersReadTheDecision() throws Exception {
    String chat = bridge.newChat();
    bridge.classified(chat, "c1", "kind", false);
    bridge.post(
        "/v1/chats/" + chat + "/comments/c1/decide",
        "{\"reviewer\":\"Zoe\",\"decision\":\"HIDE\",\"note\":\"secret\"}");
    bridge.ended(chat);
    HttpResponse<String> events =
        bridge.send(
            bridge.request("/v1/chats/" + chat + "/comments:watch").header("Last-Event-ID", "0-0"));
    assertThat(events.body())
        .contains("event: decided")
        .contains("\"decision\":\"HIDE\"")
        .doesNotContain("secret", "Zoe");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"note\":\"x\"'|decision",
        "'\"decision\":\"BAN\",\"authorTimeout\":\"5s\"'|author_timeout",
        "'\"decision\":\"TIME_OUT\",\"authorTimeout\":\"0s\"'|author_timeout",
        "'\"decision\":\"HIDE\",\"reviewer\":\" \"'|reviewer"
      })
  void refusalNamesTheField(String fields, String field) throws Exception {
    String chat = bridge.newChat();
    bridge.classified(chat, "c1", "kind", false);
    HttpResponse<String> refused =
        bridge.post("/v1/chats/" + chat + "/comments/c1/decide", "{" + named(fields) + "}");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("\"" + field + "\"");
  }

  private static String named(String fields) {
    return fields.contains("reviewer") ? fields : "\"reviewer\":\"Ann\"," + fields;
  }

  @Test
  void groupIsDecidedAndUndoneAsOne() throws Exception {
    String chat = bridge.newChat();
    bridge.classifiedBatch(chat, "c", 4, "buy now");
    bridge.classified(chat, "other", "kind", false);
    String comments = "/v1/chats/" + chat + "/comments";
    String group =
        "{\"comment\":\"c1\",\"scope\":\"SAME_TEXT\",\"reviewer\":\"Ann\",\"decision\":\"HIDE\","
            + "\"group\":\"g-1\"}";

    JsonNode decided = TestBridge.json(bridge.post(comments + ":decideMany", group));
    assertThat(decided.at("/group").asText()).isEqualTo("g-1");
    assertThat(decided.at("/decided").findValuesAsText("id"))
        .containsExactlyInAnyOrder("c0", "c1", "c2", "c3");
    assertThat(TestBridge.json(bridge.post(comments + ":decideMany", group))).isEqualTo(decided);

    JsonNode undone =
        TestBridge.json(
            bridge.post(comments + ":undoMany", "{\"group\":\"g-1\",\"reviewer\":\"Ben\"}"));
    assertThat(undone.at("/undone")).hasSize(4);
    JsonNode log = TestBridge.json(bridge.get("/v1/chats/" + chat + "/audit"));
    assertThat(log.at("/entries")).hasSize(8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"decision\":\"HIDE\"'|scope",
        "'\"scope\":\"SAME_TEXT\"'|decision",
        "'\"scope\":\"SAME_TEXT\",\"decision\":\"HIDE\",\"group\":\"A B\"'|group"
      })
  void refusalOfAGroupNamesTheField(String fields, String field) throws Exception {
    String chat = bridge.newChat();
    bridge.classified(chat, "c1", "kind", false);
    HttpResponse<String> refused =
        bridge.post(
            "/v1/chats/" + chat + "/comments:decideMany",
            "{\"comment\":\"c1\",\"reviewer\":\"Ann\"," + fields + "}");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("\"" + field + "\"");
  }

  @Test
  void unknownCommentIsNotFound() throws Exception {
    assertThat(decide(bridge.newChat(), "none", "\"decision\":\"HIDE\"").statusCode())
        .isEqualTo(404);
  }
}
