package chatwarden.store.redis;

/** One Redis, or one Redis Cluster. Safe for use by many threads. */
sealed interface RedisEngine extends AutoCloseable permits SingleRedis, RedisCluster {

  /** The engine that the address says. */
  static RedisEngine of(RedisAddress address, RedisOptions options) {
    return address.cluster()
        ? new RedisCluster(address, options)
        : new SingleRedis(address, options);
  }

  /** Opens a connection; blocks. It reconnects by itself. */
  RedisLine connect();

  /** Closes all connections. */
  @Override
  void close();
}
