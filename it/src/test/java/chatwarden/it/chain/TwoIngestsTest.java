package chatwarden.it.chain;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.testing.chat.GoldenChats;
import chatwarden.testing.engine.RedisServer;
import chatwarden.type.v1.Comment;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two ingest processes on RabbitMQ share one chat, while one after the other is killed, or stopped
 * for longer than its leases and heartbeats. Watchers see every comment once, in the order of the
 * source, and the end after the last of them.
 */
@Tag("soak")
class TwoIngestsTest {

  private static final int COMMENTS = 3_000;
  private static final double RATE = 100;
  private static final int ROUNDS = 4;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir private Path folder;

  /** What happens to one of the processes in the middle of the chat. */
  private interface Disturbance {
    void strike(Servers servers, SeenEvents seen, int index);
  }

  @Test
  void chatIsWholeAndInOrderWhenItsProcessesAreKilledInTurn() {
    play((servers, seen, index) -> servers.killAndRestartIngest(index));
  }

  @Test
  void chatIsWholeAndInOrderWhenItsProcessesAreStoppedInTurn() {
    play(
        (servers, seen, index) -> {
          servers.ingest(index).suspend();
          // The other process takes over whatever this one had.
          awaitCount(seen, seen.classifiedCount() + COMMENTS / 10);
          servers.ingest(index).resume();
        });
  }

  private void play(Disturbance disturbance) {
    try (RedisServer redis = RedisServer.start();
        DurableBroker broker = DurableBroker.rabbit();
        Servers servers = new Servers(broker, redis, folder, 2);
        BridgeClient bridge = new BridgeClient(servers.bridgePort())) {
      bridge.startFile(ChatFile.write(folder, "shared", COMMENTS), RATE);
      try (GrpcWatcher grpc = new GrpcWatcher(servers.bridgePort(), "shared");
          SseWatcher sse = new SseWatcher(servers.bridgePort(), "shared")) {
        try {
          for (int round = 0; round < ROUNDS; round++) {
            awaitCount(grpc.seen(), (round + 1) * COMMENTS / (ROUNDS + 2));
            disturbance.strike(servers, grpc.seen(), round % 2);
          }
          Awaitility.await("both watchers see the end")
              .atMost(LIMIT)
              .until(() -> grpc.seen().ends() == 1 && sse.seen().ends() == 1);
        } catch (ConditionTimeoutException e) {
          throw new AssertionError(
              "gRPC saw %d, SSE saw %d%n%s"
                  .formatted(
                      grpc.seen().classifiedCount(),
                      sse.seen().classifiedCount(),
                      servers.lastWords()),
              e);
        }
        assertWhole(grpc.seen(), bridge.chat("shared"));
        assertWhole(sse.seen(), bridge.chat("shared"));
      }
    }
  }

  private static void awaitCount(SeenEvents seen, int count) {
    Awaitility.await(count + " comments")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> seen.classifiedCount() >= count);
  }

  private static void assertWhole(SeenEvents seen, JsonNode chat) {
    List<String> ids =
        GoldenChats.of("shared", 42).comments(COMMENTS).stream().map(Comment::getId).toList();
    assertThat(seen.classified()).isEqualTo(ids);
    assertThat(seen.classifiedAtEnd()).isEqualTo(COMMENTS);
    assertThat(chat.path("state").textValue()).isEqualTo("ENDED");
    assertThat(chat.path("commentCount").asInt()).isEqualTo(COMMENTS);
    assertThat(seen.tagged()).doesNotHaveDuplicates().hasSize(chat.path("flaggedCount").asInt());
  }
}
