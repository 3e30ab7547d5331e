package chatwarden.it.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.it.door.RunningPlatform;
import chatwarden.livechat.v1.CommentPushServiceGrpc;
import chatwarden.livechat.v1.ListChatsRequest;
import chatwarden.livechat.v1.LiveChatServiceGrpc;
import chatwarden.livechat.v1.PushCommentsRequest;
import chatwarden.type.v1.Comment;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** What honest clients do: they fill a chat, and call by every door. */
final class HonestCalls {
  private static final int COMMENTS = 40;

  private HonestCalls() {}

  /** Pushes comments to the chat {@code fuzz}, which stays open. */
  static void push(RunningPlatform platform) {
    assertThat(platform.post("/v1/sessions", "{\"source\":\"push:fuzz\"}").status()).isEqualTo(200);
    PushCommentsRequest.Builder request = PushCommentsRequest.newBuilder().setChat("fuzz");
    for (int i = 0; i < COMMENTS; i++) {
      request.addComments(
          Comment.newBuilder()
              .setId(String.valueOf(i))
              .setText(i % 3 == 0 ? "đồ ngu" : "chào cả nhà"));
    }
    Awaitility.await()
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(
                        CommentPushServiceGrpc.newBlockingStub(platform.channel())
                            .pushComments(request.build())
                            .getAcceptedCount())
                    .isEqualTo(COMMENTS));
    Awaitility.await()
        .until(() -> platform.get("/v1/chats/fuzz/comments").body().at("/comments").size() > 0);
  }

  /** Calls once by every door. */
  static void areAnswered(RunningPlatform platform) throws Exception {
    assertThat(
            platform
                .post("/v1/comments:classify", "{\"comments\":[{\"text\":\"xin chào\"}]}")
                .status())
        .isEqualTo(200);
    assertThat(platform.post("/predict", "{\"inputs\":\"xin chào\"}").status()).isEqualTo(200);
    assertThat(
            LiveChatServiceGrpc.newBlockingStub(platform.channel())
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .listChats(ListChatsRequest.getDefaultInstance())
                .getChatsList())
        .isNotEmpty();
    HttpRequest watch =
        HttpRequest.newBuilder(platform.uri("/v1/chats/fuzz/comments:watch"))
            .header("Last-Event-ID", "0-0")
            .build();
    try (InputStream events = platform.http().send(watch, BodyHandlers.ofInputStream()).body()) {
      assertThat(new String(events.readNBytes(200), StandardCharsets.UTF_8)).contains("\nid: ");
    }
    platform
        .http()
        .newWebSocketBuilder()
        .buildAsync(
            URI.create("ws://127.0.0.1:" + platform.port() + "/v1/chats/fuzz/comments:socket"),
            new WebSocket.Listener() {})
        .get(10, TimeUnit.SECONDS)
        .abort();
  }
}
