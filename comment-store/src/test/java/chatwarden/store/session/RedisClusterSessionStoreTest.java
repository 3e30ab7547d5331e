package chatwarden.store.session;

import chatwarden.testing.engine.RedisServer;

final class RedisClusterSessionStoreTest extends SessionStoreContract {

  RedisClusterSessionStoreTest() throws InterruptedException {
    super(RedisServer.startCluster());
  }
}
