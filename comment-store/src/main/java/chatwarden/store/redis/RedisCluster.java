package chatwarden.store.redis;

import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;

/** A Redis Cluster. */
final class RedisCluster implements RedisEngine {

  private final RedisOptions options;
  private final RedisClusterClient client;

  RedisCluster(RedisAddress address, RedisOptions options) {
    this.options = options;
    this.client = RedisClusterClient.create(options.resources(), address.uris(options.timeout()));
    client.setOptions(options.cluster());
  }

  @Override
  public RedisLine connect() {
    StatefulRedisClusterConnection<String, byte[]> connection = client.connect(RedisOptions.CODEC);
    return new RedisLine(connection, connection.async());
  }

  @Override
  public void close() {
    client.shutdown(RedisOptions.QUIET, RedisOptions.CLOSE_LIMIT);
    options.close();
  }
}
