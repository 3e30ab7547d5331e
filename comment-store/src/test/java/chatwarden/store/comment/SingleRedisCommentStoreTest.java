package chatwarden.store.comment;

import chatwarden.store.redis.OpenStores;
import chatwarden.testing.engine.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SingleRedisCommentStoreTest extends CommentStoreContract {

  private final RedisServer redis = RedisServer.start();
  private final OpenStores stores;

  SingleRedisCommentStoreTest() throws InterruptedException {
    stores = OpenStores.on(redis);
  }

  @BeforeAll
  void startsEmpty() throws Exception {
    redis.command("FLUSHALL");
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
}
