package chatwarden.store.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.runtime.error.FaultCode;
import chatwarden.store.comment.TestChat;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.OpenStores;
import chatwarden.testing.engine.RedisServer;
import chatwarden.type.v1.ModeratedComment;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The layout of a store, as a starting process checks it. */
final class StoreLayoutTest {

  private static RedisServer redis;

  @BeforeAll
  static void start() {
    redis = RedisServer.start();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @BeforeEach
  void empty() throws IOException {
    redis.command("FLUSHALL");
  }

  @Test
  void aNewStoreIsMarkedWithTheLayoutOfThisVersion() throws Exception {
    try (OpenStores stores = OpenStores.on(redis)) {
      assertThat(new StoreLayout(stores.raw()).stored()).isEqualTo(StoreLayout.CURRENT);
    }
    assertThat(redis.command("HGET cw:store layout")).isEqualTo("2");
  }

  @Test
  void aStoreOfANewerVersionIsRefusedAndLeftAsItIs() throws Exception {
    redis.command("HSET cw:store layout 3");
    assertThatThrownBy(() -> OpenStores.on(redis).close())
        .matches(FaultCode.FAILED_PRECONDITION::isOf)
        .hasMessage(
            "the store has layout 3 (expected: at most 2), a newer Chatwarden wrote it: start that"
                + " version, or restore a backup that was made before the upgrade (chatwarden"
                + " restore --replace)");
    assertThat(redis.command("HGET cw:store layout")).isEqualTo("3");
    assertThat(redis.command("HEXISTS cw:store generation")).isEqualTo(":0");
  }

  @Test
  void aLayoutThatIsNotANumberIsRefused() throws Exception {
    redis.command("HSET cw:store layout two");
    assertThatThrownBy(() -> OpenStores.on(redis).close())
        .matches(FaultCode.FAILED_PRECONDITION::isOf)
        .hasMessageStartingWith("the store has layout two (expected: at most 2)");
  }

  @Test
  void aStoreThatARestoreLeftIncompleteIsRefused() throws Exception {
    try (OpenStores stores = OpenStores.on(redis)) {
      RestoreMarker marker = new RestoreMarker(stores.raw());
      marker.begin(RestoreMarker.ALL, Instant.parse("2026-01-01T12:00:00Z"));
      assertThatThrownBy(() -> OpenStores.on(redis).close())
          .matches(FaultCode.FAILED_PRECONDITION::isOf)
          .hasMessageStartingWith("a restore into this store is not complete");
      marker.complete(RestoreMarker.ALL);
    }
    OpenStores.on(redis).close();
  }

  @Test
  void deletedCommentsInAQueueOfTheLayoutBeforeLeaveItOnce() throws Exception {
    TestChat chat = TestChat.of("before", 40, 1);
    ChatKeys keys = new ChatKeys(chat.id());
    try (OpenStores stores = OpenStores.on(redis)) {
      stores.start(chat.id());
      chat.classifiedBatches(40)
          .forEach(batch -> OpenStores.await(stores.comments().record(batch)));
      OpenStores.await(stores.comments().record(chat.deletion(chat.commentId(3))));
    }
    redis.command("ZADD " + keys.undecided() + " 1 " + chat.commentId(3));
    redis.command("HDEL cw:store layout");
    long before = count(keys);
    try (OpenStores stores = OpenStores.on(redis)) {
      assertThat(count(keys)).isEqualTo(before - 1);
      List<ModeratedComment> left =
          stores.comments().get(chat.id(), chat.commentId(3)).stream().toList();
      assertThat(left).hasSize(1);
      assertThat(new ReviewQueueMigration(stores.raw()).run()).isZero();
    }
  }

  private static long count(ChatKeys keys) throws IOException {
    return Long.parseLong(redis.command("ZCARD " + keys.undecided()).substring(1));
  }
}
