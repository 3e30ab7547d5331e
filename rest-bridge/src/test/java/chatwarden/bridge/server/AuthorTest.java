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
class AuthorTest {

  private static TestBridge bridge;

  @BeforeAll
  static void start() throws Exception {
    bridge = TestBridge.start(Config.defaults());
  }

  @AfterAll
  static void stop() throws Exception {
    bridge.close();
  }

  @Test
  void aCardCountsCommentsAndStrikes() throws Exception {
    String chat = bridge.newChat();
    bridge.classified(chat, "c1", "shut up", true);
    bridge.classified(chat, "c2", "hello", false);
    String reviews = "/v1/chats/" + chat + "/reviews";
    bridge.post(reviews + ":claim", "{\"reviewer\":\"Ann\"}");
    HttpResponse<String> decided =
        bridge.post(reviews + "/c1/decide", "{\"reviewer\":\"Ann\",\"decision\":\"HIDE\"}");
    assertThat(decided.statusCode()).as(decided.body()).isEqualTo(200);

    JsonNode card = bridge.json(bridge.get("/v1/chats/" + chat + "/authors/a1"));
    assertThat(card.at("/author/id").asText()).isEqualTo("a1");
    assertThat(card.at("/commentCount").asText()).isEqualTo("2");
    assertThat(card.at("/flaggedCount").asInt()).isEqualTo(1);
    assertThat(card.at("/strikeCount").asInt()).isEqualTo(1);
    assertThat(card.at("/decisions/hide").asInt()).isEqualTo(1);
    assertThat(card.at("/recentReviews/0/reviewer").asText()).isEqualTo("Ann");
  }

  @Test
  void notesAreWrittenAndDeleted() throws Exception {
    String chat = bridge.newChat();
    bridge.classified(chat, "c1", "shut up", true);
    String author = "/v1/chats/" + chat + "/authors/a1";
    HttpResponse<String> added =
        bridge.post(author + "/notes", "{\"reviewer\":\"Ann\",\"text\":\"was warned\"}");
    assertThat(added.statusCode()).as(added.body()).isEqualTo(200);
    String id = bridge.json(added).at("/id").asText();
    assertThat(bridge.json(bridge.get(author)).at("/notes/0/text").asText())
        .isEqualTo("was warned");
    assertThat(bridge.send(bridge.request(author + "/notes/" + id).DELETE()).statusCode())
        .isEqualTo(200);
    assertThat(bridge.json(bridge.get(author)).at("/notes")).isEmpty();
  }

  @Test
  void anUnknownAuthorAndBadNotesAreRefused() throws Exception {
    String chat = bridge.newChat();
    bridge.classified(chat, "c1", "shut up", true);
    String authors = "/v1/chats/" + chat + "/authors";
    HttpResponse<String> unknown = bridge.get(authors + "/nobody");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("AUTHOR_NOT_FOUND");
    for (String body :
        new String[] {
          "{\"text\":\"x\"}", "{\"reviewer\":\"Ann\"}", "{\"reviewer\":\"Ann\",\"text\":\" \"}"
        }) {
      assertThat(bridge.post(authors + "/a1/notes", body).statusCode()).as(body).isEqualTo(400);
    }
    assertThat(bridge.get(authors + ":byId?author=").statusCode()).isEqualTo(400);
  }
}
