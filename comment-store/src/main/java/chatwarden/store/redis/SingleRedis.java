package chatwarden.store.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

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
  public DedicatedConnection connect() {
    StatefulRedisConnection<String, byte[]> connection = client.connect(RedisOptions.CODEC);
    return new DedicatedConnection(connection, connection.async());
  }

  @Override
  public List<CompletionStage<String>> info(DedicatedConnection line, String section) {
    return List.of(line.commands().info(section));
  }

  @Override
  public List<CompletionStage<Map<String, String>>> setting(DedicatedConnection line, String name) {
    return List.of(line.commands().configGet(name));
  }

  @Override
  public List<CompletionStage<String>> rewrite(DedicatedConnection line) {
    return List.of(line.commands().bgrewriteaof());
  }

  @Override
  public void close() {
    client.shutdown(RedisOptions.QUIET, RedisOptions.CLOSE_LIMIT);
    options.close();
  }
}
