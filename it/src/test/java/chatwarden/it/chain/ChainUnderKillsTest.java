package chatwarden.it.chain;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.testing.engine.RedisServer;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 20,000 comments go from a file to Redis and two watchers while every process and engine is killed
 * with SIGKILL twice. The store at the end equals the store after a run without kills, and no
 * watcher missed an event or saw one twice.
 */
@Tag("soak")
class ChainUnderKillsTest {
  private static final int COMMENTS = 20_000;
  private static final int ROUNDS = 2;
  private static final double RATE = 500;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir private Path folder;

  @Test
  void nothingIsLostOrRepeatedOnTheEmbeddedBroker() {
    try (RedisServer redis = RedisServer.start();
        DurableBroker broker = DurableBroker.embedded(folder.resolve("broker"));
        Servers servers = new Servers(broker, redis, folder)) {
      survives(servers);
    }
  }

  @Test
  void nothingIsLostOrRepeatedOnRabbitMq() {
    try (RedisServer redis = RedisServer.start();
        DurableBroker broker = DurableBroker.rabbit();
        Servers servers = new Servers(broker, redis, folder)) {
      survives(servers);
    }
  }

  private void survives(Servers servers) {
    try (BridgeClient bridge = new BridgeClient(servers.bridgePort())) {
      Map<String, JsonNode> calm = playCalmly(servers, bridge);
      Map<String, JsonNode> stormy = playUnderKills(servers, bridge);

      assertThat(stormy.keySet()).isEqualTo(calm.keySet());
      stormy.forEach((id, comment) -> assertThat(comment).as(id).isEqualTo(calm.get(id)));
    }
  }

  private Map<String, JsonNode> playCalmly(Servers servers, BridgeClient bridge) {
    bridge.startFile(ChatFile.write(servers.folder(), "calm", COMMENTS), 0);
    awaitEnd(bridge, "calm");
    Map<String, JsonNode> comments = bridge.comments("calm");
    assertThat(comments).hasSize(COMMENTS);
    assertThat(flagged(comments)).isNotEmpty().hasSizeLessThan(COMMENTS);
    return comments;
  }

  private Map<String, JsonNode> playUnderKills(Servers servers, BridgeClient bridge) {
    bridge.startFile(ChatFile.write(servers.folder(), "storm", COMMENTS), RATE);
    try (GrpcWatcher grpc = new GrpcWatcher(servers.bridgePort(), "storm");
        SseWatcher sse = new SseWatcher(servers.bridgePort(), "storm")) {
      try {
        killEverything(servers, grpc.seen());
        Awaitility.await("both watchers see the end")
            .atMost(LIMIT)
            .pollInterval(Duration.ofMillis(100))
            .until(() -> grpc.seen().ends() == 1 && sse.seen().ends() == 1);
      } catch (ConditionTimeoutException e) {
        throw new AssertionError(standstill(servers, bridge, grpc.seen(), sse.seen()), e);
      }

      Map<String, JsonNode> comments = bridge.comments("storm");
      JsonNode chat = bridge.chat("storm");
      assertThat(chat.path("state").textValue()).isEqualTo("ENDED");
      assertThat(chat.path("commentCount").asInt()).isEqualTo(COMMENTS);
      assertThat(chat.path("flaggedCount").asInt()).isEqualTo(flagged(comments).size());
      assertSawEachOnce(grpc.seen(), comments);
      assertSawEachOnce(sse.seen(), comments);
      return comments;
    }
  }

  /** Describes the state when comments flow no more. */
  private static String standstill(
      Servers servers, BridgeClient bridge, SeenEvents grpc, SeenEvents sse) {
    return "gRPC saw %d, SSE saw %d, the bridge says %s%nof %s%n%s"
        .formatted(
            grpc.classifiedCount(),
            sse.classifiedCount(),
            bridge.chat("storm"),
            bridge.get("/v1/sessions"),
            servers.lastWords());
  }

  /**
   * Each of them twice, in turn, spread over the run: a kill comes only when comments flow again.
   */
  private static void killEverything(Servers servers, SeenEvents watcher) {
    Servers.Kind[] kinds = Servers.Kind.values();
    int kills = ROUNDS * kinds.length;
    for (int kill = 0; kill < kills; kill++) {
      int due = (kill + 1) * COMMENTS / (kills + 2);
      Awaitility.await("comments flow before kill " + kill)
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> watcher.classifiedCount() >= due);
      servers.killAndRestart(kinds[kill % kinds.length]);
    }
  }

  private static void assertSawEachOnce(SeenEvents seen, Map<String, JsonNode> comments) {
    assertThat(seen.classified()).doesNotHaveDuplicates().hasSize(comments.size());
    assertThat(comments.keySet()).containsAll(seen.classified());
    assertThat(seen.tagged()).doesNotHaveDuplicates();
    assertThat(seen.tagged()).containsExactlyInAnyOrderElementsOf(flagged(comments));
  }

  /** The ids of the flagged comments; each of them must be tagged. */
  private static List<String> flagged(Map<String, JsonNode> comments) {
    List<String> flagged = new ArrayList<>();
    comments.forEach(
        (id, comment) -> {
          String state = comment.path("taggingState").textValue();
          if (!state.equals("NOT_NEEDED")) {
            assertThat(state).as(id).isEqualTo("TAGGED");
            flagged.add(id);
          }
        });
    return flagged;
  }

  private static void awaitEnd(BridgeClient bridge, String chat) {
    Awaitility.await(chat + " ends")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> bridge.chat(chat).path("state").textValue().equals("ENDED"));
  }
}
