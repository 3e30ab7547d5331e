package chatwarden.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chatwarden.livechat.v1.Chat;
import chatwarden.livechat.v1.Session;
import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.session.SessionId;
import chatwarden.testing.engine.RedisServer;
import chatwarden.type.v1.ChatState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A Redis that evicts keys, or that comes back without its data. */
final class ForgetfulRedisTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static void assertRefused(Config config) {
    assertThatThrownBy(() -> new OpenStores(config).close())
        .matches(FaultCode.FAILED_PRECONDITION::isOf)
        .hasMessageContaining("allkeys-lru")
        .hasMessageContaining("redis.allow-eviction");
  }

  @Test
  void redisThatEvictsEveryKeyStopsTheStartUnlessASettingPermitsIt() throws Exception {
    try (RedisServer redis = RedisServer.start()) {
      redis.command("CONFIG SET maxmemory-policy allkeys-lru");
      Config config = OpenStores.config(redis);

      assertRefused(config);
      new OpenStores(config.with(StoreKeys.ALLOW_EVICTION, true)).close();
    }
  }

  @Test
  void policyIsReadByInfoWhereConfigIsForbidden() throws Exception {
    try (RedisServer redis = RedisServer.start()) {
      redis.command("CONFIG SET maxmemory-policy allkeys-lru");
      redis.command("ACL SETUSER default -config");

      assertRefused(OpenStores.config(redis));
    }
  }

  @Test
  void evictedKeysAreAProblem() throws Exception {
    try (RedisServer redis = RedisServer.start();
        OpenStores stores = OpenStores.on(redis)) {
      redis.command("CONFIG SET maxmemory 3mb");
      redis.command("CONFIG SET maxmemory-policy allkeys-lru");

      await()
          .atMost(LIMIT)
          .untilAsserted(
              () -> {
                fill(stores.raw());
                assertThat(stores.problem().orElse("")).contains("Redis evicted");
              });
    }
  }

  private static void fill(SharedConnection redis) {
    byte[] value = new byte[1024];
    for (int i = 0; i < 4_000; i++) {
      String key = "filler:" + i;
      OpenStores.await(redis.send(commands -> commands.set(key, value)));
    }
  }

  @Test
  void storeThatCameBackEmptyIsNoticed() throws Exception {
    try (RedisServer redis = RedisServer.start();
        OpenStores stores = OpenStores.on(redis)) {
      redis.command("FLUSHALL");

      await().atMost(LIMIT).until(() -> stores.registry.get("store.lost").counter().count() == 1);
    }
  }

  @Test
  void chatOfALostSessionFailsAndCanBeReadAnew() throws Exception {
    try (RedisServer redis = RedisServer.start();
        OpenStores stores = OpenStores.on(redis)) {
      Session lost = stores.start("chat");
      String key = SessionId.parse(lost.getId()).orElseThrow().key();
      long removed = stores.raw().<Long>ask(commands -> commands.del(key));
      assertThat(removed).isOne();

      Session fresh = stores.start("chat");

      assertThat(fresh.getId()).isNotEqualTo(lost.getId());
      List<WatchCommentsResponse> events = stores.allEvents("chat");
      assertThat(events.getFirst().getEnded().getState()).isEqualTo(ChatState.FAILED);
      assertThat(stores.comments().chat("chat").map(Chat::getState)).contains(ChatState.LIVE);
    }
  }
}
