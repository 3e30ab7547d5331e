package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.bridge.peer.ModelPeer;
import chatwarden.runtime.config.Config;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PolicyTest {

  private static RecordedModels models;
  private static TestBridge bridge;

  @BeforeAll
  static void start() throws Exception {
    models = new RecordedModels();
    bridge =
        TestBridge.start(
            Config.defaults()
                .with(ModelPeer.CLASSIFIER.target(), models.target())
                .with(ModelPeer.TAGGER.target(), models.target()));
  }

  @AfterAll
  static void stop() throws Exception {
    if (bridge != null) {
      bridge.close();
    }
    models.close();
  }

  @BeforeEach
  void likeWhenStored() {
    models.reset();
  }

  /** A chat of two clean comments and two flagged, tagged ones. */
  private static String chat() throws Exception {
    String chat = bridge.newChat();
    bridge.classified(chat, "c1", "good day", false);
    bridge.tagged(chat, "c2", "bad day");
    bridge.classified(chat, "c3", "free coins here", false);
    bridge.tagged(chat, "c4", "bad game");
    return chat;
  }

  private static JsonNode backtest(String chat, String body) throws Exception {
    var answer = bridge.post("/v1/chats/" + chat + "/settings:backtest", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return TestBridge.json(answer);
  }

  private static JsonNode replay(String chat) throws Exception {
    var answer = bridge.post("/v1/chats/" + chat + "/comments:replay", "{\"maxDifferences\":10}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return TestBridge.json(answer);
  }

  private static void change(String chat, String settings) throws Exception {
    var answer =
        bridge.send(
            bridge
                .request("/v1/chats/" + chat + "/settings")
                .header("content-type", "application/json")
                .method(
                    "PATCH",
                    BodyPublishers.ofString(
                        "{\"reviewer\":\"Ann\",\"settings\":" + settings + "}")));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void thresholdsAndBlockRulesUseTheStoredProbabilities() throws Exception {
    JsonNode test =
        backtest(
            chat(),
            "{\"settings\":{\"flagThreshold\":0.8,\"blockRules\":[{\"phrase\":\"free coins\"}]},"
                + "\"maxExamples\":5}");

    assertThat(test.get("comparedCount").asInt()).isEqualTo(4);
    assertThat(test.get("flaggedBeforeCount").asInt()).isEqualTo(2);
    assertThat(test.get("flaggedThenCount").asInt()).isEqualTo(1);
    assertThat(test.get("newlyFlaggedCount").asInt()).isEqualTo(1);
    assertThat(test.get("noLongerFlaggedCount").asInt()).isEqualTo(2);
    assertThat(test.at("/newlyFlaggedExamples/0/comment/text").asText())
        .isEqualTo("free coins here");
    assertThat(test.at("/newlyFlaggedExamples/0/after/flagRule").asText()).isEqualTo("free coins");
    assertThat(test.at("/noLongerFlaggedExamples")).hasSize(2);
    assertThat(test.at("/reasons/0/rule").asText()).isEqualTo("free coins");
    assertThat(test.at("/reasons/0/thenCount").asInt()).isEqualTo(1);
    assertThat(test.get("reclassifiedCount").asInt()).isZero();
    assertThat(models.asked()).isEmpty();
  }

  @Test
  void restThatAnAllowRuleLeavesIsClassifiedWithThePriorityOfBackfill() throws Exception {
    JsonNode test =
        backtest(
            chat(), "{\"settings\":{\"allowRules\":[{\"phrase\":\"bad\"}]},\"maxExamples\":5}");

    assertThat(models.asked()).containsExactlyInAnyOrder("    day", "    game");
    assertThat(models.priorities()).containsExactly("BACKFILL");
    assertThat(test.get("reclassifiedCount").asInt()).isEqualTo(2);
    assertThat(test.get("noLongerFlaggedCount").asInt()).isEqualTo(2);
    assertThat(test.at("/noLongerFlaggedExamples/0/after/flagReason").asText())
        .isEqualTo("ALLOW_RULE");
  }

  @Test
  void anotherModelIsAskedAboutEveryComment() throws Exception {
    models.flagEverything();

    JsonNode test = backtest(chat(), "{\"model\":\"other@2\"}");

    assertThat(test.get("reclassifiedCount").asInt()).isEqualTo(4);
    assertThat(test.get("flaggedThenCount").asInt()).isEqualTo(4);
    assertThat(models.models()).containsExactly("other@2");
  }

  @Test
  void pagesAddUpAndNothingIsStored() throws Exception {
    String chat = chat();
    JsonNode before = TestBridge.json(bridge.get("/v1/chats/" + chat + "/comments"));
    JsonNode first = backtest(chat, "{\"settings\":{\"flagThreshold\":0},\"pageSize\":3}");
    String token = first.get("nextPageToken").asText();
    JsonNode second =
        backtest(
            chat,
            "{\"settings\":{\"flagThreshold\":0},\"pageSize\":3,\"pageToken\":\"" + token + "\"}");

    assertThat(first.get("comparedCount").asInt()).isEqualTo(3);
    assertThat(second.get("comparedCount").asInt()).isEqualTo(1);
    assertThat(second.get("nextPageToken").asText()).isEmpty();
    assertThat(first.get("flaggedThenCount").asInt() + second.get("flaggedThenCount").asInt())
        .isEqualTo(4);
    assertThat(TestBridge.json(bridge.get("/v1/chats/" + chat + "/comments"))).isEqualTo(before);
  }

  @Test
  void badRulesSizesAndUnknownChatsAreNamed() throws Exception {
    String path = "/v1/chats/" + bridge.newChat() + "/settings:backtest";
    assertThat(bridge.post(path, "{\"settings\":{\"blockRules\":[{\"pattern\":\"(\"}]}}").body())
        .contains("settings.block_rules[0].pattern");
    assertThat(bridge.post(path, "{\"pageSize\":10001}").body()).contains("page_size");
    assertThat(bridge.post("/v1/chats/none/settings:backtest", "{}").statusCode()).isEqualTo(404);
    assertThat(bridge.post("/v1/chats/none/comments:replay", "{}").statusCode()).isEqualTo(404);
  }

  @Test
  void chatThatComesOutTheSameIsSame() throws Exception {
    JsonNode replay = replay(chat());

    assertThat(replay.get("comparedCount").asInt()).isEqualTo(4);
    assertThat(replay.get("sameCount").asInt()).as(replay.toString()).isEqualTo(4);
    assertThat(replay.get("changes")).isEmpty();
  }

  @Test
  void anotherModelVersionIsNamed() throws Exception {
    String chat = chat();
    models.answerAs("model@2", "tagger@2");

    JsonNode replay = replay(chat);

    assertThat(replay.get("sameCount").asInt()).isZero();
    assertThat(replay.at("/changes/0/cause").asText()).isEqualTo("CLASSIFIER_MODEL");
    assertThat(replay.at("/changes/0/before").asText()).isEqualTo("model@1");
    assertThat(replay.at("/changes/0/now").asText()).isEqualTo("model@2");
    assertThat(replay.at("/changes/0/commentCount").asInt()).isEqualTo(4);
    assertThat(replay.at("/changes/1/cause").asText()).isEqualTo("TAGGER_MODEL");
    assertThat(replay.at("/changes/1/commentCount").asInt()).isEqualTo(2);
  }

  @Test
  void changedSettingsAreNamedWithWhoChangedThem() throws Exception {
    String chat = chat();
    change(chat, "{\"flagThreshold\":0.9,\"blockRules\":[{\"phrase\":\"free coins\"}]}");

    JsonNode replay = replay(chat);

    assertThat(replay.get("sameCount").asInt()).isEqualTo(1);
    assertThat(replay.at("/changes/0/cause").asText()).isEqualTo("SETTINGS");
    assertThat(replay.at("/changes/0/commentCount").asInt()).isEqualTo(2);
    assertThat(replay.at("/changes/1/cause").asText()).isEqualTo("RULE");
    assertThat(replay.at("/changes/1/now").asText()).isEqualTo("free coins");
    assertThat(replay.at("/settingsChanges/0/reviewer").asText()).isEqualTo("Ann");
    assertThat(replay.at("/settingsChanges/0/changedFields").toString())
        .contains("flag_threshold", "block_rules");
  }

  @Test
  void answerOfAnotherTierIsNamed() throws Exception {
    String chat = chat();
    models.tier("encoder@3");

    JsonNode replay = replay(chat);

    assertThat(replay.at("/changes/0/cause").asText()).isEqualTo("CLASSIFIER_TIER");
    assertThat(replay.at("/changes/0/now").asText()).isEqualTo("encoder@3");
  }
}
