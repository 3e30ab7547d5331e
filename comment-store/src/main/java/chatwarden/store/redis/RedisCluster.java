package chatwarden.store.redis;

import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.AsyncNodeSelection;
import io.lettuce.core.cluster.api.async.RedisAdvancedClusterAsyncCommands;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

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
  public DedicatedConnection connect() {
    StatefulRedisClusterConnection<String, byte[]> connection = client.connect(RedisOptions.CODEC);
    return new DedicatedConnection(connection, connection.async());
  }

  @Override
  public List<CompletionStage<String>> info(DedicatedConnection line, String section) {
    return List.of(masters(line).commands().info(section).futures());
  }

  @Override
  public List<CompletionStage<Map<String, String>>> setting(DedicatedConnection line, String name) {
    return List.of(masters(line).commands().configGet(name).futures());
  }

  @Override
  public List<CompletionStage<String>> rewrite(DedicatedConnection line) {
    return List.of(masters(line).commands().bgrewriteaof().futures());
  }

  private static AsyncNodeSelection<String, byte[]> masters(DedicatedConnection line) {
    return ((RedisAdvancedClusterAsyncCommands<String, byte[]>) line.commands()).upstream();
  }

  @Override
  public void close() {
    client.shutdown(RedisOptions.QUIET, RedisOptions.CLOSE_LIMIT);
    options.close();
  }
}
