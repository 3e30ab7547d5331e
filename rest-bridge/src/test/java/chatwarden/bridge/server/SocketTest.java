package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.bridge.server.EventStream.Event;
import chatwarden.bridge.watch.WatchKeys;
import chatwarden.runtime.config.Config;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SocketTest {

  private static TestBridge bridge;

  @BeforeAll
  static void start() throws Exception {
    bridge =
        TestBridge.start(
            Config.defaults()
                .with(WatchKeys.HEARTBEAT, Duration.ofMillis(100))
                .with(BridgeKeys.CORS_ORIGINS, List.of("https://page.example")));
  }

  @AfterAll
  static void stop() throws Exception {
    bridge.close();
  }

  /** What a socket said, and how it was closed. */
  private static final class Heard implements WebSocket.Listener {
    final LinkedBlockingQueue<String> messages = new LinkedBlockingQueue<>();
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    final CompletableFuture<Boolean> pinged = new CompletableFuture<>();
    private final StringBuilder part = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        messages.add(part.toString());
        part.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
      pinged.complete(true);
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      closed.complete(status);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable fault) {
      closed.completeExceptionally(fault);
    }

    JsonNode next() throws Exception {
      String message = messages.poll(10, TimeUnit.SECONDS);
      assertThat(message).as("a message").isNotNull();
      return TestBridge.json(message);
    }
  }

  private static WebSocket open(String chat, String query, Heard heard, String... headers)
      throws Exception {
    WebSocket.Builder builder = bridge.http.newWebSocketBuilder();
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    URI uri =
        URI.create(
            "ws://127.0.0.1:"
                + bridge.server().port()
                + "/v1/chats/"
                + chat
                + "/comments:socket"
                + query);
    try {
      return builder.buildAsync(uri, heard).get(10, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  @Test
  void aSocketGivesTheSameEventsWithTheSameIdsAsServerSentEvents() throws Exception {
    String chat = bridge.newChat();
    bridge.classified(chat, "c1", "chào\nbạn \"x\"", false);
    bridge.classified(chat, "c2", "xấu", true);
    bridge.tagged(chat, "c2", "xấu");
    bridge.ended(chat);
    Heard heard = new Heard();
    open(chat, "?lastEventId=0-0", heard);
    List<Event> events;
    try (EventStream stream = EventStream.open(bridge, chat, "0-0")) {
      events = stream.toTheEnd();
    }
    assertThat(events).hasSize(4);
    for (Event event : events) {
      JsonNode message = heard.next();
      assertThat(message.get("event").asText()).isEqualTo(event.name());
      assertThat(message.get("id").asText()).isEqualTo(event.id());
      assertThat(message.get("data")).isEqualTo(event.json());
    }
    assertThat(heard.closed.get(10, TimeUnit.SECONDS)).isEqualTo(WebSocket.NORMAL_CLOSURE);

    Heard later = new Heard();
    open(chat, "", later, "Last-Event-ID", String.valueOf(events.get(2).id()));
    assertThat(later.next().get("event").asText()).isEqualTo("ended");
  }

  @Test
  void aSocketIsLiveAndStaysOpenWhileNothingHappens() throws Exception {
    String chat = bridge.newChat();
    bridge.classified(chat, "before", "text", false);
    Heard heard = new Heard();
    WebSocket socket = open(chat, "", heard);
    assertThat(heard.pinged.get(10, TimeUnit.SECONDS)).isTrue();
    socket.sendText("not read", true).get(5, TimeUnit.SECONDS);
    bridge.classified(chat, "after", "text", false);
    assertThat(heard.next().at("/data/comment/id").asText()).isEqualTo("after");
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(5, TimeUnit.SECONDS);
    org.awaitility.Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(bridge.get("/metrics").body())
                    .contains("chatwarden_bridge_watch_subscriber 0.0"));
  }

  @Test
  void whatCannotBeWatchedIsSaidBeforeTheSocketIsClosed() throws Exception {
    Heard heard = new Heard();
    open("unknown", "", heard);
    JsonNode message = heard.next();
    assertThat(message.get("event").asText()).isEqualTo("error");
    assertThat(message.at("/data/error/status").asText()).isEqualTo("NOT_FOUND");
    assertThat(heard.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1008);
    assertThatThrownBy(() -> open("unknown", "?lastEventId=x", new Heard()))
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(400));
  }

  @Test
  void pagesOfOtherOriginsOpenNoSockets() throws Exception {
    String chat = bridge.newChat();
    assertThatThrownBy(() -> open(chat, "", new Heard(), "Origin", "https://other.example"))
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(403));
    open(chat, "", new Heard(), "Origin", "https://page.example").abort();
    open(chat, "", new Heard(), "Origin", "http://127.0.0.1:" + bridge.server().port()).abort();
  }
}
