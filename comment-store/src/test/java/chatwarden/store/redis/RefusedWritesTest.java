package chatwarden.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.comment.TestChat;
import chatwarden.store.watch.EventTail;
import chatwarden.store.watch.ResumeToken;
import chatwarden.testing.engine.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A Redis that answers and stores nothing. */
final class RefusedWritesTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final ClassifiedBatch batch = TestChat.of("refused", 1, 0).classifiedBatches(1).get(0);

  private boolean isRecorded(OpenStores stores) {
    try {
      OpenStores.await(stores.comments().record(batch));
      return true;
    } catch (ChatwardenException e) {
      assertThat(e).matches(FaultCode.UNAVAILABLE::isOf);
      return false;
    }
  }

  private void assertRefusal(String command, String remedy, String problem) throws Exception {
    try (RedisServer redis = RedisServer.start();
        OpenStores stores = OpenStores.on(redis)) {
      assertThat(stores.problem()).isEmpty();
      redis.command(command);
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () -> assertThat(stores.problem().orElse("")).contains("refuses writes: " + problem));
      assertThatThrownBy(() -> OpenStores.await(stores.comments().record(batch)))
          .matches(FaultCode.UNAVAILABLE::isOf);

      redis.command(remedy);

      await().atMost(LIMIT).until(() -> stores.problem().isEmpty() && isRecorded(stores));
    }
  }

  @Test
  void storeThatBecameAReplicaSaysSoAndWorksAgainAsMaster() throws Exception {
    assertRefusal("REPLICAOF 127.0.0.1 1", "REPLICAOF NO ONE", "READONLY");
  }

  @Test
  void storeWithoutMemorySaysSo() throws Exception {
    assertRefusal("CONFIG SET maxmemory 100kb", "CONFIG SET maxmemory 0", "OOM");
  }

  @Test
  void demotedMasterIsLeftForTheServerThatTheAddressLeadsToNow() throws Exception {
    try (RedisServer demoted = RedisServer.start();
        RedisServer master = RedisServer.start();
        Relay relay = new Relay(demoted.port());
        OpenStores stores =
            new OpenStores(
                OpenStores.config(demoted)
                    .with(StoreKeys.REDIS_URI, "redis://127.0.0.1:" + relay.port()))) {
      List<WatchCommentsResponse> told = new CopyOnWriteArrayList<>();
      try (EventTail tail = stores.events().tail("refused", ResumeToken.BEGINNING, told::addAll)) {
        relay.to(master.port());
        demoted.command("REPLICAOF 127.0.0.1 " + master.port());

        await().atMost(LIMIT).until(() -> isRecorded(stores));

        assertThat(tail).isNotNull();
        await().atMost(LIMIT).until(() -> !told.isEmpty());
      }
    }
  }
}
