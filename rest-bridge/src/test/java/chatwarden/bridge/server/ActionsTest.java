package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.runtime.config.Config;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class ActionsTest {

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

  private static HttpResponse<String> setMode(String chat, String mode) throws Exception {
    return bridge.send(
        bridge
            .request("/v1/chats/" + chat + "/acting")
            .header("content-type", "application/json")
            .method(
                "PATCH",
                BodyPublishers.ofString("{\"mode\":\"" + mode + "\",\"reviewer\":\"Ann\"}")));
  }

  private static HttpResponse<String> create(String chat, String fields) throws Exception {
    return bridge.post("/v1/chats/" + chat + "/actions", "{\"reviewer\":\"Ann\"," + fields + "}");
  }

  @Test
  void chatDoesNotActUnlessItIsSwitchedOn() throws Exception {
    String chat = bridge.newChat();
    assertThat(TestBridge.json(bridge.get("/v1/chats/" + chat + "/acting")).at("/mode").asText())
        .isEqualTo("ACTING_OFF");
    HttpResponse<String> refused = create(chat, "\"kind\":\"BAN_AUTHOR\",\"authorId\":\"u\"");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("ACTING_OFF");
  }

  @Test
  void dryRunRecordsTheActionAndRepeatingItAddsNone() throws Exception {
    String chat = bridge.newChat();
    assertThat(setMode(chat, "ACTING_DRY_RUN").statusCode()).isEqualTo(200);
    String ban = "\"actionId\":\"a-1\",\"kind\":\"TIME_OUT_AUTHOR\",\"authorId\":\"u\"";
    JsonNode made = TestBridge.json(create(chat, ban));
    assertThat(made.at("/state").asText()).isEqualTo("DRY_RUN");
    assertThat(made.at("/authorTimeout").asText()).isEqualTo("300s");
    assertThat(TestBridge.json(create(chat, ban))).isEqualTo(made);

    String actions = "/v1/chats/" + chat + "/actions";
    assertThat(TestBridge.json(bridge.get(actions)).at("/actions")).containsExactly(made);
    assertThat(TestBridge.json(bridge.get(actions + "/a-1"))).isEqualTo(made);
    assertThat(TestBridge.json(bridge.post(actions + "/a-1:cancel", "{}"))).isEqualTo(made);
    assertThat(bridge.get(actions + "/a-2").statusCode()).isEqualTo(404);
    JsonNode log = TestBridge.json(bridge.get("/v1/chats/" + chat + "/audit"));
    assertThat(log.at("/entries/0/changedFields/0").asText()).isEqualTo("acting_mode");
  }

  @Test
  void chatThatIsPushedCannotActForReal() throws Exception {
    HttpResponse<String> refused = setMode(bridge.newChat(), "ACTING_ON");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("PLATFORM_CANNOT_ACT");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"kind\":\"DELETE_COMMENT\"'|comment",
        "'\"kind\":\"BAN_AUTHOR\"'|author_id",
        "'\"kind\":\"WARN_AUTHOR\",\"authorId\":\"u\"'|message",
        "'\"kind\":\"BAN_AUTHOR\",\"authorId\":\"u\",\"authorTimeout\":\"5s\"'|author_timeout",
        "'\"kind\":\"TIME_OUT_AUTHOR\",\"authorId\":\"u\",\"authorTimeout\":\"9999999s\"'|author_timeout",
        "'\"kind\":\"SET_CHAT_MODES\"'|modes",
        "'\"kind\":\"SET_CHAT_MODES\",\"modes\":{\"slowDuration\":\"1s\"}'|modes.slow_duration",
        "'\"kind\":\"BAN_AUTHOR\",\"authorId\":\"u\",\"actionId\":\"A B\"'|action_id",
        "'\"authorId\":\"u\"'|kind"
      })
  void refusalNamesTheField(String fields, String field) throws Exception {
    String chat = bridge.newChat();
    setMode(chat, "ACTING_DRY_RUN");
    HttpResponse<String> refused = create(chat, fields);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("\"" + field + "\"");
  }

  @Test
  void accountsAreListedWithoutTokens() throws Exception {
    assertThat(TestBridge.json(bridge.get("/v1/accounts")).at("/accounts")).isEmpty();
  }
}
