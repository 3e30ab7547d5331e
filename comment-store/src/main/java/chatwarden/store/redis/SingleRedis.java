package chatwarden.store.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;

/** One Redis server. */
final class SingleRedis implements RedisEngine {

  private final RedisOptions options;
  private final RedisClient client;

  SingleRedis(RedisAddress address, RedisOptions options) {
    this.options = options;
    this.client = RedisClient.create(options.resources(), address.uris(options.timeout()).get(0));
    client.setOptions(options.single());
  }

  @Override
  public RedisLine connect() {
    StatefulRedisConnection<String, byte[]> connection = client.connect(RedisOptions.CODEC);
    return new RedisLine(connection, connection.async());
  }

  @Override
  public void close() {
    client.shutdown(RedisOptions.QUIET, RedisOptions.CLOSE_LIMIT);
    options.close();
  }
}
