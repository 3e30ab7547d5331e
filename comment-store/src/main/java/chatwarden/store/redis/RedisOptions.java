package chatwarden.store.redis;

import chatwarden.runtime.config.Config;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The options of Lettuce beyond its defaults: a bounded queue, a time limit for every command, and
 * a connection that is back within a second of the server.
 *
 * @param timeout how long one command may take
 * @param queue how many commands may wait on one connection
 * @param resources the threads; owned
 */
public record RedisOptions(Duration timeout, int queue, ClientResources resources) {

  static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  static final Duration QUIET = Duration.ZERO;
  static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  private static final int THREADS = 2;
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
  private static final Duration FIRST_RETRY = Duration.ofMillis(10);
  private static final Duration LAST_RETRY = Duration.ofMillis(500);
  private static final Duration TOPOLOGY_REFRESH = Duration.ofSeconds(30);

  public static RedisOptions of(Config config) {
    ClientResources resources =
        ClientResources.builder()
            .ioThreadPoolSize(THREADS)
            .computationThreadPoolSize(THREADS)
            .reconnectDelay(
                () -> Delay.exponential(FIRST_RETRY, LAST_RETRY, 2, TimeUnit.MILLISECONDS))
            .build();
    return new RedisOptions(
        config.get(StoreKeys.REDIS_TIMEOUT), config.get(StoreKeys.REDIS_QUEUE), resources);
  }

  ClientOptions single() {
    ClientOptions.Builder builder = ClientOptions.builder();
    apply(builder);
    return builder.build();
  }

  ClusterClientOptions cluster() {
    ClusterClientOptions.Builder builder = ClusterClientOptions.builder();
    apply(builder);
    return builder
        .topologyRefreshOptions(
            ClusterTopologyRefreshOptions.builder()
                .enableAllAdaptiveRefreshTriggers()
                .enablePeriodicRefresh(TOPOLOGY_REFRESH)
                .build())
        .build();
  }

  void close() {
    var unused =
        resources.shutdown(QUIET.toMillis(), CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void apply(ClientOptions.Builder builder) {
    builder
        .timeoutOptions(TimeoutOptions.enabled(timeout))
        .maintNotificationsConfig(MaintNotificationsConfig.disabled())
        .socketOptions(
            SocketOptions.builder().connectTimeout(CONNECT_LIMIT).keepAlive(true).build());
  }
}
