package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.runtime.config.Config;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReviewTest {

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

  @Test
  void commentIsClaimedDecidedUndoneAndLogged() throws Exception {
    String chat = bridge.newChat();
    bridge.classified(chat, "c1", "coarse", true);
    bridge.classified(chat, "c2", "kind", false);
    String reviews = "/v1/chats/" + chat + "/reviews";

    JsonNode claim =
        TestBridge.json(bridge.post(reviews + ":claim", "{\"reviewer\":\"Ann\",\"count\":3}"));
    assertThat(claim.at("/reviews")).hasSize(1);
    assertThat(claim.at("/reviews/0/comment/comment/id").asText()).isEqualTo("c1");
    assertThat(claim.at("/undecidedCount").asText()).isEqualTo("1");

    String decision =
        "{\"reviewer\":\"Ann\",\"decision\":\"TIME_OUT\",\"authorTimeout\":\"60s\","
            + "\"note\":\"=1+1, \\\"so\\\"\"}";
    JsonNode decided = TestBridge.json(bridge.post(reviews + "/c1/decide", decision));
    assertThat(TestBridge.json(bridge.post(reviews + "/c1/decide", decision))).isEqualTo(decided);
    assertThat(decided.at("/decision").asText()).isEqualTo("TIME_OUT");
    assertThat(TestBridge.json(bridge.get(reviews + "/c1")).at("/reviewer").asText())
        .isEqualTo("Ann");
    JsonNode context = TestBridge.json(bridge.get(reviews + "/c1/context"));
    assertThat(context.at("/after/0/comment/id").asText()).isEqualTo("c2");
    assertThat(context.at("/byAuthor/0/comment/id").asText()).isEqualTo("c2");

    assertThat(bridge.post(reviews + "/c1/undo", "{\"reviewer\":\"Ben\"}").statusCode())
        .isEqualTo(200);
    JsonNode log = TestBridge.json(bridge.get("/v1/chats/" + chat + "/audit"));
    assertThat(log.at("/entries/0/action").asText()).isEqualTo("UNDO");
    assertThat(log.at("/entries/1/action").asText()).isEqualTo("DECIDE");
    assertThat(log.at("/entries/1/model").asText()).isEqualTo("model@1");

    HttpResponse<String> csv = bridge.get("/v1/chats/" + chat + "/audit:export?format=csv");
    assertThat(csv.headers().firstValue("content-disposition").orElse(""))
        .isEqualTo("attachment; filename=\"audit-" + chat + ".csv\"");
    assertThat(csv.body().split("\r\n"))
        .hasSize(3)
        .satisfies(lines -> assertThat(lines[0]).startsWith("id,time,chat,comment"))
        .satisfies(
            lines ->
                assertThat(lines[1])
                    .contains(
                        "DECIDE,TIME_OUT,60,Ann,,\"'=1+1, \"\"so\"\"\",OFFENSIVE,0.75,model@1"))
        .satisfies(lines -> assertThat(lines[2]).contains("UNDO,TIME_OUT"));
    String[] json =
        bridge.get("/v1/chats/" + chat + "/audit:export?format=jsonl").body().split("\n");
    assertThat(json).hasSize(2);
    assertThat(TestBridge.json(json[0])).isEqualTo(log.at("/entries/1"));
    assertThat(TestBridge.json(json[1])).isEqualTo(log.at("/entries/0"));
  }

  @Test
  void longLogIsExportedWhole() throws Exception {
    String chat = bridge.newChat();
    for (int i = 0; i < 260; i++) {
      bridge.classified(chat, "c" + i, "coarse", true);
    }
    String reviews = "/v1/chats/" + chat + "/reviews";
    for (int i = 0; i < 260; i += 50) {
      JsonNode claim =
          TestBridge.json(bridge.post(reviews + ":claim", "{\"reviewer\":\"Ann\",\"count\":50}"));
      for (JsonNode review : claim.get("reviews")) {
        String path = reviews + "/" + review.at("/comment/comment/id").asText();
        bridge.post(path + "/decide", "{\"reviewer\":\"Ann\",\"decision\":\"HIDE\"}");
        bridge.post(path + "/undo", "{\"reviewer\":\"Ann\"}");
        bridge.post(path + "/decide", "{\"reviewer\":\"Ann\",\"decision\":\"BAN\"}");
      }
    }
    String body = bridge.get("/v1/chats/" + chat + "/audit:export?format=jsonl").body();
    assertThat(body.lines().distinct()).hasSize(780);
  }

  @Test
  void refusalsNameTheirField() throws Exception {
    String chat = bridge.newChat();
    bridge.classified(chat, "c1", "coarse", true);
    String reviews = "/v1/chats/" + chat + "/reviews";
    assertField(bridge.post(reviews + ":claim", "{}"), "reviewer");
    assertField(bridge.post(reviews + ":claim", "{\"reviewer\":\"Ann\",\"count\":51}"), "count");
    assertField(
        bridge.post(reviews + ":claim", "{\"reviewer\":\"Ann\",\"leaseDuration\":\"1s\"}"),
        "lease_duration");
    assertField(bridge.post(reviews + "/c1/decide", "{\"reviewer\":\"Ann\"}"), "decision");
    assertField(
        bridge.post(
            reviews + "/c1/decide",
            "{\"reviewer\":\"Ann\",\"decision\":\"BAN\",\"authorTimeout\":\"5s\"}"),
        "author_timeout");
    assertField(bridge.get("/v1/chats/" + chat + "/audit:export?format=xls"), "format");
    HttpResponse<String> notHeld =
        bridge.post(reviews + "/c1/decide", "{\"reviewer\":\"Ann\",\"decision\":\"BAN\"}");
    assertThat(notHeld.statusCode()).isEqualTo(400);
    assertThat(notHeld.body()).contains("REVIEW_NOT_HELD");
    assertThat(bridge.get(reviews + "/none").statusCode()).isEqualTo(404);
    assertThat(bridge.get("/v1/chats/nowhere/audit").statusCode()).isEqualTo(404);
    assertThat(bridge.get("/v1/chats/nowhere/audit:export").statusCode()).isEqualTo(404);
  }

  private static void assertField(HttpResponse<String> response, String field) throws Exception {
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(TestBridge.json(response).findValuesAsText("field").stream().anyMatch(field::equals))
        .as(response.body())
        .isTrue();
  }
}
