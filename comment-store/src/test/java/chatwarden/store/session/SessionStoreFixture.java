package chatwarden.store.session;

import chatwarden.store.redis.OpenStores;
import chatwarden.testing.engine.RedisServer;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** Keeps sessions in a Redis that every test finds empty. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SessionStoreFixture {

  static final Duration LONG = Duration.ofMinutes(5);
  static final Duration SHORT = Duration.ofMillis(300);

  private final RedisServer redis;
  private final OpenStores stores;

  SessionStoreFixture(RedisServer redis) throws InterruptedException {
    this.redis = redis;
    stores = OpenStores.on(redis);
  }

  @AfterAll
  void close() {
    stores.close();
    redis.close();
  }

  @BeforeEach
  void startEmpty() throws Exception {
    redis.command("FLUSHALL");
  }

  OpenStores stores() {
    return stores;
  }

  Optional<SessionLease> claim(Duration ttl) {
    return stores().sessions().claim("test", ttl);
  }

  SessionLease awaitClaim() {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> claim(LONG), Optional::isPresent)
        .orElseThrow();
  }
}
