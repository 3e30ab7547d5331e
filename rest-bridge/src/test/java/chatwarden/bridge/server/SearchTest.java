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
class SearchTest {

  private static TestBridge bridge;
  private static String comments;

  @BeforeAll
  static void start() throws Exception {
    bridge = TestBridge.start(Config.defaults());
    String chat = bridge.newChat();
    comments = "/v1/chats/" + chat + "/comments";
    bridge.classified(chat, "c1", "con CHÓ này", true);
    bridge.classified(chat, "c2", "cho em hỏi ko biết", false);
    bridge.classified(chat, "c3", "hello", false);
  }

  @AfterAll
  static void stop() throws Exception {
    bridge.close();
  }

  private static JsonNode search(String query) throws Exception {
    HttpResponse<String> answer = bridge.get(comments + "?" + query);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return bridge.json(answer);
  }

  @Test
  void wordsFindCommentsByRest() throws Exception {
    assertThat(search("filter.text=cho").at("/comments")).hasSize(2);
    JsonNode exact = search("filter.text=ch%C3%B3");
    assertThat(exact.at("/comments")).hasSize(1);
    assertThat(exact.at("/comments/0/comment/id").asText()).isEqualTo("c1");
    assertThat(search("filter.text=khong%20biet").at("/comments/0/comment/id").asText())
        .isEqualTo("c2");
    assertThat(search("filter.text=nothing").at("/comments")).isEmpty();
  }

  @Test
  void aPageSaysHowFarItCame() throws Exception {
    JsonNode first = search("filter.text=cho&pageSize=1");
    assertThat(first.at("/searchedBackTo").asText()).isNotEmpty();
    JsonNode second =
        search("filter.text=cho&pageSize=1&pageToken=" + first.at("/nextPageToken").asText());
    assertThat(second.at("/comments")).hasSize(1);
    assertThat(second.at("/comments/0/comment/id"))
        .isNotEqualTo(first.at("/comments/0/comment/id"));
    assertThat(search("filter.text=nothing").has("searchedBackTo")).isFalse();
  }

  @Test
  void wordsThatAreTooLongAreRefused() throws Exception {
    HttpResponse<String> answer = bridge.get(comments + "?filter.text=" + "x".repeat(201));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("filter.text", "200");
  }
}
