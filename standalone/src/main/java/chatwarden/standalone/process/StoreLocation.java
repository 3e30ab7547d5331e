package chatwarden.standalone.process;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.standalone.engine.EmbeddedRedis;
import chatwarden.store.redis.StoreKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The store of a platform, from outside of it: the Redis that is configured; the embedded one of a
 * platform that runs; or, where none runs, an embedded one on its data until this is closed.
 */
public final class StoreLocation implements AutoCloseable {
  private static final String EMBEDDED = "embedded";

  private final Config config;
  private final @Nullable EmbeddedRedis own;

  private StoreLocation(Config config, @Nullable EmbeddedRedis own) {
    this.config = config;
    this.own = own;
  }

  /**
   * Finds the store of a platform that was used before, or starts it.
   *
   * @throws InvalidInputException naming {@code --data-dir} when it has no data of a store
   */
  public static StoreLocation openExisting(Config config) throws Exception {
    if (config.get(StoreKeys.REDIS_URI).equals(EMBEDDED) && !Files.isDirectory(folder(config))) {
      throw InvalidInputException.of(
          "--data-dir",
          config.get(Settings.DATA_DIR)
              + " has no data of a store (expected: the folder that up used); name that folder, or"
              + " --redis");
    }
    return open(config);
  }

  private static Path folder(Config config) {
    return Path.of(config.get(Settings.DATA_DIR)).toAbsolutePath().resolve("redis");
  }

  /** Finds the store, or starts it. */
  public static StoreLocation open(Config config) throws Exception {
    if (!config.get(StoreKeys.REDIS_URI).equals(EMBEDDED)) {
      return new StoreLocation(config, null);
    }
    Path folder = folder(config);
    Optional<String> running = EmbeddedRedis.runningAt(folder);
    if (running.isPresent()) {
      return new StoreLocation(config.with(StoreKeys.REDIS_URI, running.get()), null);
    }
    EmbeddedRedis redis = EmbeddedRedis.at(folder, 0);
    redis.start();
    return new StoreLocation(config.with(StoreKeys.REDIS_URI, redis.uri()), redis);
  }

  /** Returns the settings with the address of the store. */
  public Config config() {
    return config;
  }

  @Override
  public void close() throws Exception {
    if (own != null) {
      own.close();
    }
  }
}
