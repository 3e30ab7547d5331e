package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.settings.v1.ChatSettings;
import chatwarden.settings.v1.ChatSettingsServiceGrpc;
import chatwarden.settings.v1.GetChatSettingsRequest;
import chatwarden.settings.v1.UpdateChatSettingsRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.FieldMask;
import io.grpc.ManagedChannel;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SettingsTest {

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

  private static HttpResponse<String> patch(String chat, String body) throws Exception {
    return bridge.send(
        bridge
            .request("/v1/chats/" + chat + "/settings")
            .header("content-type", "application/json")
            .method("PATCH", BodyPublishers.ofString(body)));
  }

  private static JsonNode settings(String chat) throws Exception {
    return TestBridge.json(bridge.get("/v1/chats/" + chat + "/settings"));
  }

  @Test
  void settingsAreReadChangedAndReset() throws Exception {
    String chat = bridge.newChat();
    assertThat(settings(chat).has("flagThreshold")).isFalse();

    JsonNode changed =
        TestBridge.json(
            patch(
                chat,
                "{\"reviewer\":\"Ann\",\"settings\":{\"flagThreshold\":0.5,\"blockRules\":"
                    + "[{\"phrase\":\"spam\"},{\"pattern\":\"(?i)free.*coins\"}],"
                    + "\"exemptBadges\":[\"OWNER\"]}}"));
    assertThat(changed.at("/flagThreshold").asDouble()).isEqualTo(0.5);
    assertThat(changed.at("/blockRules/1/pattern").asText()).isEqualTo("(?i)free.*coins");
    assertThat(changed.at("/exemptBadges/0").asText()).isEqualTo("OWNER");
    assertThat(changed.at("/reviewer").asText()).isEqualTo("Ann");
    assertThat(settings(chat)).isEqualTo(changed);

    JsonNode strict =
        TestBridge.json(patch(chat, "{\"reviewer\":\"Ben\",\"settings\":{\"strict\":true}}"));
    assertThat(strict.at("/effectiveFlagThreshold").asDouble()).isEqualTo(0.1, within());
    assertThat(strict.at("/blockRules")).hasSize(2);

    JsonNode reset =
        TestBridge.json(patch(chat, "{\"reviewer\":\"Ann\",\"updateMask\":\"strict,blockRules\"}"));
    assertThat(reset.has("strict")).isFalse();
    assertThat(reset.at("/blockRules")).isEmpty();
    assertThat(reset.at("/effectiveFlagThreshold").asDouble()).isEqualTo(0.5);

    JsonNode log = TestBridge.json(bridge.get("/v1/chats/" + chat + "/audit"));
    assertThat(log.at("/entries/0/action").asText()).isEqualTo("UPDATE_SETTINGS");
    assertThat(log.at("/entries/0/changedFields").toString())
        .isEqualTo("[\"strict\",\"block_rules\"]");
    assertThat(bridge.get("/v1/chats/" + chat + "/audit:export?format=csv").body())
        .contains(",UPDATE_SETTINGS,")
        .contains(",strict block_rules,DECISION_UNSPECIFIED,\r\n");
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(1e-6);
  }

  @Test
  void whatChangesNothingIsNotLogged() throws Exception {
    String chat = bridge.newChat();
    String body = "{\"reviewer\":\"Ann\",\"settings\":{\"strict\":true}}";
    patch(chat, body);
    String etag = settings(chat).at("/etag").asText();
    assertThat(TestBridge.json(patch(chat, body)).at("/etag").asText()).isEqualTo(etag);
    assertThat(TestBridge.json(bridge.get("/v1/chats/" + chat + "/audit")).at("/entries"))
        .hasSize(1);
  }

  @Test
  void anEtagKeepsTwoFromOverwritingEachOther() throws Exception {
    String chat = bridge.newChat();
    patch(chat, "{\"reviewer\":\"Ann\",\"settings\":{\"strict\":true}}");
    String etag = settings(chat).at("/etag").asText();
    String body =
        "{\"reviewer\":\"Ben\",\"settings\":{\"strict\":false,\"etag\":\"" + etag + "\"}}";
    assertThat(patch(chat, body).statusCode()).isEqualTo(200);
    HttpResponse<String> late = patch(chat, body);
    assertThat(late.statusCode()).isEqualTo(400);
    assertThat(late.body()).contains("SETTINGS_CHANGED").contains("read them again");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"settings\":{\"strict\":true}} | reviewer",
        "{\"reviewer\":\"Ann\"} | settings",
        "{\"reviewer\":\"Ann\",\"settings\":{\"etag\":\"1\"}} | settings",
        "{\"reviewer\":\"Ann\",\"updateMask\":\"etag\"} | update_mask.paths[0]",
        "{\"reviewer\":\"Ann\",\"updateMask\":\"\"} | update_mask",
        "{\"reviewer\":\"Ann\",\"updateMask\":7} | update_mask",
        "{\"reviewer\":\"Ann\",\"settings\":{\"hateThreshold\":1.5}} | settings.hate_threshold",
        "{\"reviewer\":\"Ann\",\"settings\":{\"blockRules\":[{\"pattern\":\"(\"}]}}"
            + " | settings.block_rules[0].pattern",
        "{\"reviewer\":\"Ann\",\"settings\":{\"allowRules\":[{}]}} | settings.allow_rules[0]",
        "{\"reviewer\":\"Ann\",\"settings\":{\"nonsense\":1}} | settings.nonsense",
      })
  void refusalsNameTheirField(String body, String field) throws Exception {
    HttpResponse<String> refusal = patch(bridge.newChat(), body);
    assertThat(refusal.statusCode()).isEqualTo(400);
    assertThat(refusal.body()).contains("\"field\":\"" + field + "\"");
  }

  @Test
  void aChatThatNobodyKnowsHasNone() throws Exception {
    assertThat(bridge.get("/v1/chats/unknown/settings").statusCode()).isEqualTo(404);
    String body = "{\"reviewer\":\"Ann\",\"settings\":{\"strict\":true}}";
    assertThat(patch("unknown", body).statusCode()).isEqualTo(404);
  }

  @Test
  void grpcSaysTheSame() throws Exception {
    String chat = bridge.newChat();
    ManagedChannel channel = GrpcChannels.open("127.0.0.1:" + bridge.server().port());
    try {
      var settings = ChatSettingsServiceGrpc.newBlockingStub(channel);
      ChatSettings updated =
          settings.updateChatSettings(
              UpdateChatSettingsRequest.newBuilder()
                  .setChat(chat)
                  .setReviewer("Ann")
                  .setSettings(ChatSettings.newBuilder().setStrict(true).setHateThreshold(0.2f))
                  .setUpdateMask(FieldMask.newBuilder().addPaths("hate_threshold"))
                  .build());
      assertThat(updated.hasStrict()).as("not named by the mask").isFalse();
      assertThat(updated.getHateThreshold()).isEqualTo(0.2f);
      assertThat(
              settings.getChatSettings(GetChatSettingsRequest.newBuilder().setChat(chat).build()))
          .isEqualTo(updated);
    } finally {
      channel.shutdownNow();
    }
  }
}
