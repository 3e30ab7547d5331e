package chatwarden.store;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.health.HealthWindow;
import chatwarden.store.erasure.Tombstones;
import chatwarden.store.layout.StoreLayout;
import chatwarden.store.redis.MemoryGuard;
import chatwarden.store.redis.RedisAddress;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.redis.StoreGeneration;
import chatwarden.store.redis.StoreKeys;
import chatwarden.store.redis.StoreProbe;
import chatwarden.store.retention.LogSweep;
import chatwarden.store.retention.Retention;
import chatwarden.store.retention.RetentionSweep;
import chatwarden.store.retention.RetentionSweeper;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Admits, probes and sweeps a store while its process runs. */
final class StoreUpkeep implements AutoCloseable {

  private final SharedConnection redis;
  private final Duration startTimeout;
  private final RetentionSweeper sweeper;
  private final HealthWindow health;
  private final MemoryGuard memory;
  private final StoreProbe probe;

  StoreUpkeep(
      SharedConnection redis,
      Config config,
      MeterRegistry registry,
      String client,
      Retention retention,
      Tombstones tombstones,
      InstantSource clock) {
    this.redis = redis;
    startTimeout = config.get(StoreKeys.REDIS_START_TIMEOUT);
    sweeper =
        new RetentionSweeper(
            new RetentionSweep(
                redis,
                retention,
                new LogSweep(redis, config.get(StoreKeys.AUDIT_RETENTION), tombstones, clock),
                config.get(StoreKeys.REWRITE_INTERVAL),
                clock),
            retention.sweepInterval());
    health = new HealthWindow("store", client, "stores no write", config, registry);
    memory =
        new MemoryGuard(
            config.get(StoreKeys.ALLOW_EVICTION),
            RedisAddress.parse(config.get(StoreKeys.REDIS_URI)).hosts(),
            registry,
            client);
    probe = new StoreProbe(redis, health, new StoreGeneration(registry, client), memory);
  }

  /** Connects, admits the store, and starts to probe and to sweep it. */
  void start() throws InterruptedException {
    try {
      redis.open(startTimeout);
      memory.admit(redis.facts());
      new StoreLayout(redis).admit();
    } catch (ChatwardenException e) {
      redis.close();
      throw e;
    }
    probe.start();
    sweeper.start();
  }

  /** Returns the reason why nothing is stored; empty while writes are. */
  Optional<String> problem() {
    return health.problem();
  }

  @Override
  public void close() {
    probe.close();
    sweeper.close();
  }
}
