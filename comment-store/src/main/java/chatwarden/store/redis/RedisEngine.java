package chatwarden.store.redis;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** One Redis, or one Redis Cluster. Safe for use by many threads. */
sealed interface RedisEngine extends AutoCloseable permits SingleRedis, RedisCluster {

  /** The engine that the address says. */
  static RedisEngine of(RedisAddress address, RedisOptions options) {
    return address.cluster()
        ? new RedisCluster(address, options)
        : new SingleRedis(address, options);
  }

  /** Opens a connection; blocks. It reconnects by itself. */
  DedicatedConnection connect();

  /** Asks every server that takes writes. */
  List<CompletionStage<String>> info(DedicatedConnection line, String section);

  /** Asks every server that takes writes for a setting. */
  List<CompletionStage<Map<String, String>>> setting(DedicatedConnection line, String name);

  /** Has every server that takes writes rewrite its append-only file in the background. */
  List<CompletionStage<String>> rewrite(DedicatedConnection line);

  /** Closes all connections. */
  @Override
  void close();
}
