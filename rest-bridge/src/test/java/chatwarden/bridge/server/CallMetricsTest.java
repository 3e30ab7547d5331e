package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import chatwarden.livechat.v1.ListChatsRequest;
import chatwarden.livechat.v1.LiveChatServiceGrpc;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.store.redis.StoreKeys;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CallMetricsTest {

  private TestBridge bridge;

  @BeforeEach
  void start() throws Exception {
    bridge =
        TestBridge.start(Config.defaults().with(StoreKeys.REDIS_TIMEOUT, Duration.ofMillis(500)));
  }

  @AfterEach
  void stop() throws Exception {
    if (bridge != null) {
      bridge.close();
    }
  }

  @Test
  void callsThatAreTheCallersFaultAreAnswered() throws Exception {
    assertThat(bridge.get("/v1/chats").statusCode()).isEqualTo(200);
    assertThat(bridge.get("/v1/chats/unknown/comments").statusCode()).isEqualTo(404);
    assertThat(bridge.get("/v1/chats?pageSize=x").statusCode()).isEqualTo(400);

    await().untilAsserted(() -> assertThat(calls("answered")).isEqualTo(3));
    assertThat(calls("failed")).isZero();
  }

  @Test
  void callsThatFailForTheStoreAreFailedByRestAndByGrpc() throws Exception {
    bridge.redis.kill9();

    assertThat(bridge.get("/v1/chats").statusCode()).isEqualTo(503);
    ManagedChannel channel = GrpcChannels.open("127.0.0.1:" + bridge.uri("/").getPort());
    try {
      assertThatExceptionOfType(StatusRuntimeException.class)
          .isThrownBy(
              () ->
                  LiveChatServiceGrpc.newBlockingStub(channel)
                      .listChats(ListChatsRequest.getDefaultInstance()));
    } finally {
      channel.shutdownNow();
    }

    await().untilAsserted(() -> assertThat(calls("failed")).isEqualTo(2));
    assertThat(calls("answered")).isZero();
    bridge.redis.restart();
  }

  @Test
  void decisionsAreCountedByTheirKind() throws Exception {
    String chat = bridge.newChat();
    bridge.classified(chat, "c1", "coarse", true);
    String reviews = "/v1/chats/" + chat + "/reviews";

    bridge.post(reviews + ":claim", "{\"reviewer\":\"Ann\",\"count\":1}");
    bridge.post(reviews + "/c1/decide", "{\"reviewer\":\"Ann\",\"decision\":\"HIDE\"}");
    bridge.post(reviews + "/c1/undo", "{\"reviewer\":\"Ann\"}");
    bridge.post(reviews + "/c1/undo", "{\"reviewer\":\"Ann\"}");

    assertThat(decisions("hide")).isEqualTo(1);
    assertThat(decisions("undone")).as("the second had nothing to take back").isEqualTo(1);
    assertThat(decisions("allow")).isZero();
  }

  private double calls(String outcome) throws Exception {
    return value("chatwarden_bridge_call_total{outcome=\"" + outcome + "\"}");
  }

  private double decisions(String decision) throws Exception {
    return value("chatwarden_moderation_decision_total{decision=\"" + decision + "\"}");
  }

  private double value(String sample) throws Exception {
    Matcher found =
        Pattern.compile("(?m)^" + Pattern.quote(sample) + " (\\S+)$")
            .matcher(bridge.get("/metrics").body());
    assertThat(found.find()).as(sample).isTrue();
    return Double.parseDouble(found.group(1));
  }
}
