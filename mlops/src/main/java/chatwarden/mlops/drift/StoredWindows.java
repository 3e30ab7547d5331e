package chatwarden.mlops.drift;

import chatwarden.domain.drift.TextComparison;
import chatwarden.domain.drift.TimeWindow;
import chatwarden.domain.sketch.Sketch;
import chatwarden.mlops.textshift.AuthoredText;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.RedisStores;
import chatwarden.store.redis.StoreKeys;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The windows of a platform, read from its Redis. */
public final class StoredWindows implements AutoCloseable {
  private static final String EMBEDDED = "embedded";

  private final RedisStores stores;

  private StoredWindows(RedisStores stores) {
    this.stores = stores;
  }

  /**
   * Connects to the Redis of a platform.
   *
   * @param uri where it is, or {@code embedded}: that of a platform that runs on {@code dataDir}
   */
  public static StoredWindows open(String uri, Path dataDir)
      throws IOException, InterruptedException {
    // Every comment is kept: to look at a platform is not to sweep it.
    Config config =
        Config.defaults()
            .with(StoreKeys.REDIS_URI, uri.equals(EMBEDDED) ? running(dataDir) : uri)
            .with(StoreKeys.RETENTION, Duration.ZERO);
    RedisStores stores = RedisStores.open(config, new SimpleMeterRegistry(), "monitor");
    stores.start();
    return new StoredWindows(stores);
  }

  private static String running(Path dataDir) throws IOException {
    Path address = dataDir.resolve("redis/address");
    if (!Files.isReadable(address)) {
      throw InvalidInputException.of(
          "--redis", "no platform runs on " + dataDir + " (expected: its --data-dir, or a URI)");
    }
    return Files.readString(address).strip();
  }

  /** Returns the sketches of a window. */
  public List<Sketch> read(TimeWindow window) {
    return stores.sketches().read(window.start(), window.end());
  }

  /** Returns a sample of the texts of a window, as far as the platform keeps them. */
  public List<AuthoredText> texts(TimeWindow window) {
    return new StoredTexts(stores.comments()).read(window);
  }

  /** Keeps the comparison of texts, for the metrics of the platform's bridges. */
  public void save(TextComparison comparison) {
    stores.textComparisons().save(comparison);
  }

  @Override
  public void close() {
    stores.close();
  }
}
