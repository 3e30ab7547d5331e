package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.bridge.server.EventStream.Event;
import chatwarden.bridge.watch.WatchKeys;
import chatwarden.runtime.config.Config;
import chatwarden.store.watch.ResumeToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SseTest {

  private static TestBridge bridge;

  @BeforeAll
  static void start() throws Exception {
    bridge =
        TestBridge.start(
            Config.defaults()
                .with(WatchKeys.HEARTBEAT, Duration.ofMillis(200))
                .with(WatchKeys.BUFFER, 500)
                .with(WatchKeys.LINGER, Duration.ofMillis(50)));
  }

  @AfterAll
  static void stop() throws Exception {
    if (bridge != null) {
      bridge.close();
    }
  }

  @Test
  void replayGivesEveryKindOfEventAndEndsWithTheChat() throws Exception {
    String chat = bridge.newChat();
    bridge.classified(chat, "c1", "chào\nbạn", false);
    bridge.classified(chat, "c2", "xấu", true);
    bridge.tagged(chat, "c2", "xấu");
    bridge.ended(chat);
    List<Event> events;
    try (EventStream stream = EventStream.open(bridge, chat, "0-0")) {
      assertThat(stream.response.headers().firstValue("content-type"))
          .hasValue("text/event-stream");
      assertThat(stream.response.headers().firstValue("cache-control")).hasValue("no-store");
      assertThat(stream.response.headers().firstValue("x-accel-buffering")).hasValue("no");
      events = stream.toTheEnd();
    }
    assertThat(events)
        .extracting(Event::name)
        .containsExactly("classified", "classified", "tagged", "ended");
    assertThat(events).extracting(Event::id).doesNotContainNull().doesNotHaveDuplicates();
    JsonNode first = events.getFirst().json();
    assertThat(first.at("/comment/id").asText()).isEqualTo("c1");
    assertThat(first.at("/comment/text").asText()).isEqualTo("chào\nbạn");
    assertThat(first.at("/comment/author/name").asText()).isEqualTo("Ann");
    assertThat(first.at("/comment/publishTime").asText()).isEqualTo("2023-11-14T22:13:20Z");
    assertThat(first.at("/classification/label").asText()).isEqualTo("CLEAN");
    assertThat(first.at("/classification/probabilities/HATE").asDouble(-1)).isZero();
    assertThat(first.at("/classification/offensiveProbability").asDouble()).isEqualTo(0.125);
    assertThat(first.at("/classification/model").asText()).isEqualTo("model@1");
    assertThat(first.has("tagging")).isFalse();
    JsonNode tagged = events.get(2).json();
    assertThat(tagged.at("/tagging/spans/0").toString())
        .isEqualTo("{\"start\":0,\"end\":1,\"text\":\"x\",\"score\":0.5}");
    assertThat(tagged.at("/tagging/coverage").asDouble()).isEqualTo(0.25);
    assertThat(events.get(3).json().get("state").asText()).isEqualTo("ENDED");
  }

  @Test
  void clientThatComesBackGoesOnBehindItsLastEvent() throws Exception {
    String chat = bridge.newChat();
    IntStream.range(0, 20).forEach(i -> bridge.classified(chat, "c" + i, "text", false));
    List<String> seen = new ArrayList<>();
    String last = "0-0";
    while (seen.size() < 20) {
      try (EventStream stream = EventStream.open(bridge, chat, last)) {
        for (Event event : stream.next(5)) {
          seen.add(event.commentId());
          last = Objects.requireNonNull(event.id());
        }
      }
    }
    assertThat(seen).isEqualTo(IntStream.range(0, 20).mapToObj(i -> "c" + i).toList());
  }

  @Test
  void withoutLastEventIdTheStreamStartsNow() throws Exception {
    String chat = bridge.newChat();
    bridge.classified(chat, "before", "text", false);
    try (EventStream stream = EventStream.open(bridge, chat, null)) {
      bridge.classified(chat, "after", "text", false);
      assertThat(stream.next(1).getFirst().commentId()).isEqualTo("after");
    }
  }

  @Test
  void queryStandsInForTheHeader() throws Exception {
    String chat = bridge.newChat();
    bridge.classified(chat, "c1", "text", false);
    bridge.ended(chat);
    HttpResponse<String> response =
        bridge.get("/v1/chats/" + chat + "/comments:watch?lastEventId=0-0");
    assertThat(response.body()).contains("event: classified\n").contains("event: ended\n");
  }

  @Test
  void chatThatIsOverSaysNoContentBehindItsEndAndItsEndFromNow() throws Exception {
    String chat = bridge.newChat();
    bridge.classified(chat, "c1", "text", false);
    bridge.ended(chat);
    String end;
    try (EventStream stream = EventStream.open(bridge, chat, null)) {
      List<Event> events = stream.toTheEnd();
      assertThat(events).extracting(Event::name).containsExactly("ended");
      end = events.getFirst().id();
    }
    try (EventStream stream = EventStream.open(bridge, chat, end)) {
      assertThat(stream.response.statusCode()).isEqualTo(204);
    }
  }

  @Test
  void quietStreamIsKeptOpenByHeartbeats() throws Exception {
    try (EventStream stream = EventStream.open(bridge, bridge.newChat(), null)) {
      assertThat(List.of(stream.nextComment(), stream.nextComment()))
          .containsExactly(": heartbeat", ": heartbeat");
    }
  }

  @Test
  void commentRemovedThroughTheApiIsToldToWatchers() throws Exception {
    String chat = bridge.newChat();
    bridge.classified(chat, "a/b c", "text", false);
    try (EventStream stream = EventStream.open(bridge, chat, null)) {
      HttpResponse<String> response =
          bridge.send(bridge.request("/v1/chats/" + chat + "/comments/a%2Fb%20c").DELETE());
      assertThat(response.statusCode()).isEqualTo(200);
      Event event = stream.next(1).getFirst();
      assertThat(event.name()).isEqualTo("deleted");
      assertThat(event.json().get("id").asText()).isEqualTo("a/b c");
    }
  }

  @Test
  void errorsBeforeTheFirstEventAreHttpErrors() throws Exception {
    String chat = bridge.newChat();
    assertError(bridge.get("/v1/chats/nowhere/comments:watch"), 404, "CHAT_NOT_FOUND");
    assertError(bridge.get("/v1/chats/a%2Fb/comments:watch"), 400, "INVALID_INPUT");
    assertError(
        bridge.get("/v1/chats/" + chat + "/comments:watch?lastEventID=1-1"), 400, "INVALID_INPUT");
    HttpResponse<String> bad =
        bridge.send(
            bridge.request("/v1/chats/" + chat + "/comments:watch").header("Last-Event-ID", "x"));
    assertError(bad, 400, "INVALID_INPUT");
    assertThat(bad.body()).contains("\"field\":\"Last-Event-ID\"");
    String ofAnother = new ResumeToken(1, 1).in(bridge.newChat());
    HttpResponse<String> crossed =
        bridge.get("/v1/chats/" + chat + "/comments:watch?lastEventId=" + ofAnother);
    assertError(crossed, 400, "INVALID_INPUT");
    assertThat(crossed.body()).contains("lastEventId: was given for another chat");
  }

  @Test
  void slowSubscriberIsToldAndCutAndMayResume() throws Exception {
    String chat = bridge.newChat();
    bridge.classified(chat, "first", "text", false);
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(64 * 1024);
      socket.connect(new InetSocketAddress("127.0.0.1", bridge.server().port()));
      socket
          .getOutputStream()
          .write(
              ("GET /v1/chats/" + chat + "/comments:watch HTTP/1.1\r\nHost: localhost\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      awaitText(socket, "retry: 1000");
      String text = "x".repeat(9_000);
      // Until what the kernel and the bridge may hold is full: the client reads nothing meanwhile.
      for (int i = 0; i < 40 && cuts() == 0; i++) {
        bridge.classifiedBatch(chat, "c" + i + "-", 64, text);
      }
      await().untilAsserted(() -> assertThat(cuts()).isEqualTo(1));
      assertThat(lastOf(socket))
          .contains("event: error\ndata: {\"error\":{\"code\":429,")
          .contains("SLOW_SUBSCRIBER");
    }
  }

  private static double cuts() throws Exception {
    String metrics = bridge.get("/metrics").body();
    return metrics
        .lines()
        .filter(line -> line.startsWith("chatwarden_bridge_watch_cut_total "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
        .sum();
  }

  private static void awaitText(Socket socket, String text) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(text) < 0) {
      int next = socket.getInputStream().read();
      assertThat(next).as(read.toString()).isNotNegative();
      read.append((char) next);
    }
  }

  private static String lastOf(Socket socket) throws IOException {
    StringBuilder read = new StringBuilder();
    byte[] buffer = new byte[65_536];
    while (read.indexOf("\r\n0\r\n\r\n") < 0) {
      if (read.length() > 200_000) {
        read.delete(0, read.length() - 5_000);
      }
      int count = socket.getInputStream().read(buffer);
      if (count < 0) {
        break;
      }
      read.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
    }
    return read.toString();
  }

  private static void assertError(HttpResponse<String> response, int status, String reason)
      throws IOException {
    assertThat(response.statusCode()).isEqualTo(status);
    JsonNode error = TestBridge.json(response).get("error");
    assertThat(error.get("code").asInt()).isEqualTo(status);
    assertThat(error.at("/details/0/reason").asText()).isEqualTo(reason);
  }
}
