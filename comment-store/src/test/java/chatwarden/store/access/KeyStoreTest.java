package chatwarden.store.access;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.domain.access.ChatScope;
import chatwarden.domain.access.Role;
import chatwarden.store.redis.OpenStores;
import chatwarden.testing.engine.RedisServer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KeyStoreTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void keysAreReadAsTheyWereStoredWithTheirLimits() throws Exception {
    try (RedisServer redis = RedisServer.start();
        OpenStores stores = OpenStores.on(redis)) {
      List<ApiKey> made =
          List.of(
              NewApiKey.create("a bot", Role.VIEWER, NOON).stored(),
              NewApiKey.create("two chats", Role.MODERATOR, ChatScope.of(List.of("b", "a-1")), NOON)
                  .stored(),
              NewApiKey.create("none", Role.ADMIN, ChatScope.of(List.of()), NOON).stored());
      made.forEach(stores.keys()::add);

      assertThat(stores.keys().list()).containsExactlyInAnyOrderElementsOf(made);
    }
  }

  @Test
  void keysOfEarlierVersionsHoldForEveryChat() throws Exception {
    try (RedisServer redis = RedisServer.start();
        OpenStores stores = OpenStores.on(redis)) {
      redis.command(
          "HSET cw:keys abcdefghij \"moderator 2026-01-01T12:00:00Z " + "0".repeat(64) + " old\"");

      assertThat(stores.keys().list())
          .singleElement()
          .satisfies(key -> assertThat(key.chats()).isEqualTo(ChatScope.ALL))
          .satisfies(key -> assertThat(key.name()).isEqualTo("old"));
    }
  }
}
