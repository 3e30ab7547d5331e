package chatwarden.standalone.process;

import chatwarden.broker.BrokerKeys;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.health.OwnEngine;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.standalone.engine.EmbeddedBroker;
import chatwarden.standalone.engine.EmbeddedRedis;
import chatwarden.store.redis.StoreKeys;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The broker and the Redis of a process: its own where the settings say {@code embedded}, else
 * those given.
 */
final class Engines {
  private static final String EMBEDDED = "embedded";

  private final @Nullable EmbeddedBroker broker;
  private final @Nullable EmbeddedRedis redis;

  Engines(Config config, MeterRegistry registry) {
    Path data = Path.of(config.get(Settings.DATA_DIR)).toAbsolutePath();
    broker =
        config.get(BrokerKeys.URI).equals(EMBEDDED)
            ? EmbeddedBroker.at(data.resolve("broker"), 0, config, registry)
            : null;
    redis =
        config.get(StoreKeys.REDIS_URI).equals(EMBEDDED)
            ? EmbeddedRedis.at(data.resolve("redis"), 0, config, registry)
            : null;
  }

  /** The engines that start with this process. */
  List<ServicePart> parts() {
    List<ServicePart> parts = new ArrayList<>();
    if (broker != null) {
      parts.add(broker);
    }
    if (redis != null) {
      parts.add(redis);
    }
    return parts;
  }

  /** How those are doing. */
  List<OwnEngine> statuses() {
    List<OwnEngine> statuses = new ArrayList<>();
    if (broker != null) {
      statuses.add(broker.status());
    }
    if (redis != null) {
      statuses.add(redis.status());
    }
    return statuses;
  }

  /** The settings with the addresses of the started engines. */
  Config located(Config config) {
    Config located = config;
    if (broker != null) {
      located = located.with(BrokerKeys.URI, broker.uri());
    }
    if (redis != null) {
      located = located.with(StoreKeys.REDIS_URI, redis.uri());
    }
    return located;
  }
}
