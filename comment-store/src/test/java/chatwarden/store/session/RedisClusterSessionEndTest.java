package chatwarden.store.session;

import chatwarden.testing.engine.RedisServer;

final class RedisClusterSessionEndTest extends SessionEndContract {

  RedisClusterSessionEndTest() throws InterruptedException {
    super(RedisServer.startCluster());
  }
}
