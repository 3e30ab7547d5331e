package chatwarden.standalone.process;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.standalone.engine.EmbeddedRedis;
import chatwarden.store.RedisStores;
import chatwarden.store.access.KeyStore;
import chatwarden.store.redis.StoreKeys;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The API keys of a platform, from outside of it: on the Redis that is configured; on the embedded
 * one of a platform that runs; or, where none runs, on an embedded one for the moment.
 */
public final class StoredKeys implements AutoCloseable {
  private static final String EMBEDDED = "embedded";

  private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
  private final KeyStore keys;

  private StoredKeys(Config config) throws Exception {
    try {
      Telemetry telemetry = Telemetry.prometheus();
      toClose.push(telemetry);
      RedisStores stores =
          RedisStores.open(
              config.with(StoreKeys.REDIS_URI, uri(config)), telemetry.registry(), "keys");
      toClose.push(stores::close);
      stores.start();
      keys = stores.keys();
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  /** Opens them. */
  public static StoredKeys open(Config config) throws Exception {
    return new StoredKeys(config);
  }

  private String uri(Config config) throws Exception {
    String configured = config.get(StoreKeys.REDIS_URI);
    if (!configured.equals(EMBEDDED)) {
      return configured;
    }
    Path folder = Path.of(config.get(Settings.DATA_DIR)).toAbsolutePath().resolve("redis");
    Optional<String> running = EmbeddedRedis.runningAt(folder);
    if (running.isPresent()) {
      return running.get();
    }
    EmbeddedRedis redis = EmbeddedRedis.at(folder, 0);
    redis.start();
    toClose.push(redis::close);
    return redis.uri();
  }

  /** The keys. */
  public KeyStore keys() {
    return keys;
  }

  @Override
  public void close() throws Exception {
    while (!toClose.isEmpty()) {
      toClose.pop().close();
    }
  }
}
