package chatwarden.store.session;

import chatwarden.testing.engine.RedisServer;

final class SingleRedisSessionStoreTest extends SessionStoreContract {

  SingleRedisSessionStoreTest() throws InterruptedException {
    super(RedisServer.start());
  }
}
