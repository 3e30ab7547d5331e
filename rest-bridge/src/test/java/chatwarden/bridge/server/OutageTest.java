package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chatwarden.bridge.peer.ModelPeer;
import chatwarden.bridge.server.EventStream.Event;
import chatwarden.bridge.watch.WatchKeys;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.store.redis.StoreKeys;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OutageTest {

  private TestBridge bridge;

  @BeforeEach
  void start() throws Exception {
    bridge =
        TestBridge.start(
            Config.defaults()
                .with(WatchKeys.HEARTBEAT, Duration.ofMillis(100))
                .with(StoreKeys.REDIS_TIMEOUT, Duration.ofMillis(500)));
  }

  @AfterEach
  void stop() throws Exception {
    if (bridge != null) {
      bridge.close();
    }
  }

  @Test
  void streamStaysOpenOverAnOutageOfTheStoreAndGoesOn() throws Exception {
    String chat = bridge.newChat();
    bridge.classified(chat, "c1", "text", false);
    try (EventStream stream = EventStream.open(bridge, chat, "0-0")) {
      assertThat(stream.next(1).getFirst().commentId()).isEqualTo("c1");
      bridge.redis.kill9();
      await().untilAsserted(() -> assertThat(bridge.get("/healthz").statusCode()).isEqualTo(503));
      assertThat(bridge.get("/v1/chats").statusCode()).isEqualTo(503);
      assertThat(stream.nextComment()).isEqualTo(": heartbeat");
      bridge.redis.restart();
      await().untilAsserted(() -> assertThat(bridge.get("/healthz").statusCode()).isEqualTo(200));
      await()
          .ignoreExceptions()
          .until(
              () -> {
                bridge.classified(chat, "c2", "text", false);
                return true;
              });
      assertThat(stream.next(1).getFirst().commentId()).isEqualTo("c2");
    }
  }

  @Test
  void thePlatformSaysWhichOfItsPartsAreAway() throws Exception {
    try (ModelServers models = new ModelServers()) {
      bridge.close();
      bridge =
          TestBridge.start(
              Config.defaults()
                  .with(ModelPeer.CLASSIFIER.target(), models.target())
                  .with(ModelPeer.TAGGER.target(), models.target())
                  .with(ModelPeer.REWRITER.target(), models.target())
                  .with(BridgeKeys.INGEST_TARGET, models.target())
                  .with(StoreKeys.REDIS_TIMEOUT, Duration.ofMillis(500)));
      assertThat(bridge.get("/v1/platform/status").body())
          .as("an ingest that knows no broker")
          .isEqualTo(
              "{\"parts\":[{\"name\":\"store\",\"state\":\"SERVING\"},"
                  + "{\"name\":\"broker\",\"state\":\"UNKNOWN\"},"
                  + "{\"name\":\"ingest\",\"state\":\"SERVING\"},"
                  + "{\"name\":\"classifier\",\"state\":\"SERVING\"},"
                  + "{\"name\":\"tagger\",\"state\":\"SERVING\"},"
                  + "{\"name\":\"rewriter\",\"state\":\"SERVING\"}]}");
      bridge.redis.kill9();
    }
    assertThat(bridge.get("/v1/platform/status").body())
        .isEqualTo(
            "{\"parts\":[{\"name\":\"store\",\"state\":\"AWAY\"},"
                + "{\"name\":\"broker\",\"state\":\"UNKNOWN\"},"
                + "{\"name\":\"ingest\",\"state\":\"AWAY\"},"
                + "{\"name\":\"classifier\",\"state\":\"AWAY\"},"
                + "{\"name\":\"tagger\",\"state\":\"AWAY\"},"
                + "{\"name\":\"rewriter\",\"state\":\"AWAY\"}]}");
  }

  @Test
  void drainEndsStreamsAndClientsResumeAtTheNextBridge() throws Exception {
    String chat = bridge.newChat();
    bridge.classified(chat, "c1", "text", false);
    String last;
    try (EventStream stream = EventStream.open(bridge, chat, "0-0")) {
      last = Objects.requireNonNull(stream.next(1).getFirst().id());
      bridge.restart();
      List<Event> rest = stream.toTheEnd();
      assertThat(rest).extracting(Event::name).containsExactly("error");
      assertThat(rest.getFirst().id()).isNull();
      assertThat(rest.getFirst().data()).contains("DRAINING");
    }
    bridge.classified(chat, "c2", "text", false);
    bridge.ended(chat);
    try (EventStream stream = EventStream.open(bridge, chat, last)) {
      assertThat(stream.toTheEnd()).extracting(Event::commentId).containsExactly("c2", "");
    }
  }

  @Test
  void takenPortIsSaidClearly() {
    Config config =
        Config.defaults()
            .with(StoreKeys.REDIS_URI, bridge.redis.uri())
            .with(BridgeKeys.PORT, bridge.server().port());
    BridgeServer second = BridgeServer.create(config, Telemetry.prometheus());
    assertThatThrownBy(second::start)
        .isInstanceOfSatisfying(
            ChatwardenException.class, e -> assertThat(e.reason()).isEqualTo("PORT_TAKEN"))
        .hasMessageContaining("port " + bridge.server().port() + " is taken");
  }
}
