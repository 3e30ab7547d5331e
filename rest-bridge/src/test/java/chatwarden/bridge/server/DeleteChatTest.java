package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.runtime.config.Config;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The deletion of chats by REST. */
@Timeout(60)
class DeleteChatTest {

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

  private static HttpResponse<String> delete(String chat, String query) throws Exception {
    return bridge.send(bridge.request("/v1/chats/" + chat + query).DELETE());
  }

  @Test
  void chatThatIsReadIsStoppedFirstAndOneThatIsOverIsDeletedAndLogged() throws Exception {
    String chat = bridge.newChat();
    bridge.classified(chat, "c1", "kind", false);

    HttpResponse<String> live = delete(chat, "?reviewer=Ann");
    assertThat(live.statusCode()).isEqualTo(400);
    assertThat(live.body()).contains("CHAT_LIVE");
    bridge.stopped(chat);

    assertThat(delete(chat, "?reviewer=Ann").statusCode()).isEqualTo(200);
    assertThat(bridge.get("/v1/chats/" + chat + "/comments/c1").statusCode()).isEqualTo(404);
    assertThat(bridge.get("/v1/chats/" + chat + "/audit").statusCode()).isEqualTo(404);
    assertThat(delete(chat, "?reviewer=Ann").statusCode()).isEqualTo(404);
    JsonNode log = TestBridge.json(bridge.get("/v1/deletedChats"));
    assertThat(log.at("/chats/0/id").asText()).isEqualTo(chat);
    assertThat(log.at("/chats/0/reviewer").asText()).isEqualTo("Ann");
    assertThat(log.at("/chats/0/commentCount").asText()).isEqualTo("1");
  }

  @Test
  void nameOfWhoDeletesIsRequired() throws Exception {
    String chat = bridge.newChat();
    HttpResponse<String> refused = delete(chat, "");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("\"reviewer\"");
    assertThat(bridge.get("/v1/chats/" + chat + "/comments").statusCode()).isEqualTo(200);
  }
}
