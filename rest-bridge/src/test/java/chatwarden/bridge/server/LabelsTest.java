package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.runtime.config.Config;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LabelsTest {

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

  private static void decide(String chat, String comment, String decision) throws Exception {
    String of = "/v1/chats/" + chat + "/reviews";
    bridge.post(of + ":claim", "{\"reviewer\":\"Ann\",\"count\":50}");
    var answer =
        bridge.post(
            of + "/" + comment + "/decide",
            "{\"reviewer\":\"Ann\",\"decision\":\"" + decision + "\"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static void undo(String chat, String comment) throws Exception {
    bridge.post("/v1/chats/" + chat + "/reviews/" + comment + "/undo", "{\"reviewer\":\"Ann\"}");
  }

  private static JsonNode export(String chat) throws Exception {
    return TestBridge.json(
        bridge.post("/v1/chats/" + chat + "/labels:export", "{\"reviewer\":\"Ann\"}"));
  }

  @Test
  void decisionsAreLabelsAndNoAuthorIsNamed() throws Exception {
    String chat = bridge.newChat();
    bridge.classified(chat, "c1", "đồ ngu", true);
    bridge.classified(chat, "c2", "you are so bad", true);
    decide(chat, "c1", "HIDE");
    decide(chat, "c2", "ALLOW");

    JsonNode labels = export(chat).get("labels");

    assertThat(labels).hasSize(2);
    assertThat(labels.at("/0/text").asText()).isEqualTo("đồ ngu");
    assertThat(labels.at("/0/label").asText()).isEqualTo("OFFENSIVE");
    assertThat(labels.at("/1/label").asText()).isEqualTo("CLEAN");
    assertThat(labels.at("/1/modelLabel").asText()).isEqualTo("OFFENSIVE");
    assertThat(labels.at("/0/authorHash").asText()).matches("[0-9a-f]{32}");
    assertThat(labels.at("/1/authorHash")).isEqualTo(labels.at("/0/authorHash"));
    assertThat(labels.toString()).doesNotContain("\"a1\"").doesNotContain("Ann");
  }

  @Test
  void undoneDecisionsGiveNoLabelAndContradictedOnesAreNamed() throws Exception {
    String chat = bridge.newChat();
    bridge.classified(chat, "c1", "đồ ngu", true);
    bridge.classified(chat, "c2", "you are so bad", true);
    decide(chat, "c1", "HIDE");
    undo(chat, "c1");
    decide(chat, "c2", "ALLOW");
    undo(chat, "c2");
    decide(chat, "c2", "BAN");

    JsonNode export = export(chat);

    assertThat(export.get("labels")).hasSize(1);
    assertThat(export.at("/labels/0/comment").asText()).isEqualTo("c2");
    assertThat(export.at("/undoneCount").asInt()).isEqualTo(1);
    assertThat(export.at("/supersededCount").asInt()).isEqualTo(1);
    assertThat(export.at("/conflicts/0/comment").asText()).isEqualTo("c2");
    assertThat(export.at("/conflicts/0/earlier").asText()).isEqualTo("ALLOW");
    assertThat(export.at("/conflicts/0/inForce").asText()).isEqualTo("BAN");
  }

  @Test
  void exportIsInTheAuditLogOnce() throws Exception {
    String chat = bridge.newChat();
    export(chat);

    JsonNode log = TestBridge.json(bridge.get("/v1/chats/" + chat + "/audit"));

    assertThat(log.at("/entries")).hasSize(1);
    assertThat(log.at("/entries/0/action").asText()).isEqualTo("EXPORT_LABELS");
    assertThat(log.at("/entries/0/reviewer").asText()).isEqualTo("Ann");
  }

  @Test
  void feedbackIsLabelledByItsScores() throws Exception {
    suggest("a threat to them", "IDENTITY_ATTACK", 0.9);
    suggest("you fool", "INSULT", 0.7);
    suggest("good day", "TOXICITY", 0.1);
    suggest("who knows", "SPAM", 0.9);

    JsonNode export =
        TestBridge.json(bridge.post("/v1/feedback/labels:export", "{\"reviewer\":\"Ann\"}"));

    assertThat(export.get("labels")).hasSize(3);
    assertThat(export.at("/labels/0/label").asText()).isEqualTo("HATE");
    assertThat(export.at("/labels/1/label").asText()).isEqualTo("OFFENSIVE");
    assertThat(export.at("/labels/2/label").asText()).isEqualTo("CLEAN");
    assertThat(export.at("/labels/2/source").asText()).isEqualTo("FEEDBACK");
    assertThat(export.at("/undecidedCount").asInt()).isEqualTo(1);
  }

  private static void suggest(String text, String attribute, double score) throws Exception {
    var answer =
        bridge.post(
            "/v1alpha1/comments:suggestscore",
            "{\"comment\":{\"text\":\"%s\"},\"attributeScores\":{\"%s\":{\"summaryScore\":{\"value\":%s}}}}"
                .formatted(text, attribute, score));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void exportWithoutANameAndOfUnknownChatsIsRefused() throws Exception {
    assertThat(bridge.post("/v1/chats/unknown/labels:export", "{\"reviewer\":\"A\"}").statusCode())
        .isEqualTo(404);
    var nameless = bridge.post("/v1/chats/" + bridge.newChat() + "/labels:export", "{}");
    assertThat(nameless.statusCode()).isEqualTo(400);
    assertThat(nameless.body()).contains("\"field\":\"reviewer\"");
  }
}
