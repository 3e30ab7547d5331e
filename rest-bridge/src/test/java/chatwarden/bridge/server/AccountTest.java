package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.runtime.config.Config;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Chat-ingest is away here: the store's part of an export comes, and of an erasure is done. */
@Timeout(60)
class AccountTest {

  private static TestBridge bridge;

  @BeforeAll
  static void start() throws Exception {
    bridge =
        TestBridge.start(Config.defaults().with(BridgeKeys.INGEST_TARGET, "inprocess:nothing"));
  }

  @AfterAll
  static void stop() throws Exception {
    bridge.close();
  }

  @Test
  void storeIsErasedThoughTheDeadLettersCannotBe() throws Exception {
    String chat = bridge.newChat();
    bridge.classified(chat, "c1", "shut up", true);
    HttpResponse<String> export =
        bridge.post("/v1/accounts:export", "{\"authorId\":\"a1\",\"reviewer\":\"Ann\"}");
    assertThat(export.statusCode()).as(export.body()).isEqualTo(200);
    JsonNode page = bridge.json(export);
    assertThat(page.at("/records/0/review/comment/comment/text").asText()).isEqualTo("shut up");
    assertThat(page.at("/authorHash").asText()).matches("[0-9a-f]{32}");
    HttpResponse<String> erased =
        bridge.post("/v1/accounts:erase", "{\"authorId\":\"a1\",\"reviewer\":\"Ann\"}");
    assertThat(erased.statusCode()).as(erased.body()).isEqualTo(503);
    assertThat(erased.body()).contains("DEAD_LETTERS_UNAVAILABLE");
    assertThat(bridge.get("/v1/chats/" + chat + "/comments/c1").statusCode()).isEqualTo(404);
    JsonNode audit = bridge.json(bridge.get("/v1/chats/" + chat + "/audit"));
    assertThat(audit.at("/entries/0/action").asText()).isEqualTo("ERASE_ACCOUNT");
    assertThat(audit.at("/entries/1/action").asText()).isEqualTo("EXPORT_ACCOUNT");
    assertThat(audit.toString()).doesNotContain("\"a1\"");
  }

  @Test
  void accountWithoutAnIdAndErasureWithoutANameAreRefused() throws Exception {
    HttpResponse<String> nameless = bridge.post("/v1/accounts:erase", "{\"authorId\":\"a1\"}");
    assertThat(nameless.statusCode()).isEqualTo(400);
    assertThat(nameless.body()).contains("reviewer");
    HttpResponse<String> idless = bridge.post("/v1/accounts:export", "{\"reviewer\":\"Ann\"}");
    assertThat(idless.statusCode()).isEqualTo(400);
    assertThat(idless.body()).contains("author");
  }
}
