package chatwarden.store.session;

import chatwarden.store.redis.OpenStores;
import chatwarden.testing.engine.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SingleRedisSessionStoreTest extends SessionStoreContract {

  private final RedisServer redis = RedisServer.start();
  private final OpenStores stores;

  SingleRedisSessionStoreTest() throws InterruptedException {
    stores = OpenStores.on(redis);
  }

  @AfterAll
  void close() {
    stores.close();
    redis.close();
  }

  @Override
  protected OpenStores stores() {
    return stores;
  }

  @Override
  void forgetEverything() throws Exception {
    redis.command("FLUSHALL");
  }
}
