package chatwarden.store.session;

import chatwarden.testing.engine.RedisServer;

final class SingleRedisSessionEndTest extends SessionEndContract {

  SingleRedisSessionEndTest() throws InterruptedException {
    super(RedisServer.start());
  }
}
