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
class AutomationRulesTest {

  private static final String RULE =
      "{\"name\":\"hate\",\"label\":\"HATE\",\"minProbability\":0.9,"
          + "\"effect\":\"TIME_OUT_THE_AUTHOR\",\"timeouts\":[\"60s\"]}";

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

  private static HttpResponse<String> put(String path, String body) throws Exception {
    return bridge.send(
        bridge
            .request(path)
            .header("content-type", "application/json")
            .PUT(BodyPublishers.ofString(body)));
  }

  private static HttpResponse<String> set(String chat, String mode, String rule) throws Exception {
    return put(
        "/v1/chats/" + chat + "/automation",
        "{\"automation\":{\"mode\":\"%s\",\"rules\":[%s]},\"reviewer\":\"Ann\"}"
            .formatted(mode, rule));
  }

  @Test
  void rulesAreOffUntilTheyAreSetAndSayWhichAuditsAreMissing() throws Exception {
    String chat = bridge.newChat();
    String path = "/v1/chats/" + chat + "/automation";
    assertThat(TestBridge.json(bridge.get(path)).at("/mode").asText()).isEqualTo("AUTOMATION_OFF");
    JsonNode stored = TestBridge.json(set(chat, "AUTOMATION_DRY_RUN", RULE));
    assertThat(stored.at("/mode").asText()).isEqualTo("AUTOMATION_DRY_RUN");
    assertThat(stored.at("/bands/0/rule").asText()).isEqualTo("hate");
    assertThat(stored.at("/bands/0/missingAudits").asLong()).isEqualTo(368);
    assertThat(stored.at("/reviewer").asText()).isEqualTo("Ann");
    assertThat(TestBridge.json(bridge.get(path))).isEqualTo(stored);
    JsonNode log = TestBridge.json(bridge.get("/v1/chats/" + chat + "/audit"));
    assertThat(log.at("/entries/0/changedFields/0").asText()).isEqualTo("automation");
    for (String list : new String[] {"automaticActions", "automationAudits"}) {
      JsonNode answer = TestBridge.json(bridge.get("/v1/chats/" + chat + "/" + list));
      assertThat(answer.at("/automaticActions").isArray()).isTrue();
      assertThat(answer.at("/automaticActions")).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AUTOMATION_DRY_RUN|'\"effect\":\"TIME_OUT_THE_AUTHOR\"'|automation.rules[0].timeouts",
        "AUTOMATION_DRY_RUN|'\"effect\":\"HOLD_FOR_REVIEW\"'|PLATFORM_CANNOT_HOLD",
        "AUTOMATION_ON|'\"effect\":\"DELETE_THE_COMMENT\"'|KIND_NOT_SUPPORTED",
      })
  void refusalNamesTheFieldOrTheReason(String mode, String effect, String named) throws Exception {
    HttpResponse<String> refused =
        set(bridge.newChat(), mode, "{\"name\":\"a\",\"minProbability\":0.9," + effect + "}");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains(named);
  }

  @Test
  void stopSwitchIsOneForAllChats() throws Exception {
    String chat = bridge.newChat();
    put("/v1/automationStop", "{\"stopped\":true,\"reviewer\":\"Ann\"}");
    try {
      assertThat(TestBridge.json(bridge.get("/v1/automationStop")).at("/reviewer").asText())
          .isEqualTo("Ann");
      assertThat(
              TestBridge.json(bridge.get("/v1/chats/" + chat + "/automation"))
                  .at("/stopped")
                  .asBoolean())
          .isTrue();
    } finally {
      put("/v1/automationStop", "{\"stopped\":false,\"reviewer\":\"Ann\"}");
    }
    assertThat(TestBridge.json(bridge.get("/v1/automationStop")).at("/stopped").asBoolean())
        .isFalse();
  }

  @Test
  void commentsThatWereNotDrawnAreNotAudited() throws Exception {
    String actions = "/v1/chats/" + bridge.newChat() + "/automaticActions/c1";
    HttpResponse<String> refused =
        bridge.post(actions + ":audit", "{\"verdict\":\"DESERVED\",\"reviewer\":\"Ann\"}");
    assertThat(refused.statusCode()).isEqualTo(404);
    assertThat(refused.body()).contains("NOT_DRAWN");
    assertThat(bridge.post(actions + ":undo", "{\"reviewer\":\"Ann\"}").statusCode())
        .isEqualTo(404);
  }
}
