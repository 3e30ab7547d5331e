package chatwarden.store.redis;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.health.HealthWindow;
import io.lettuce.core.ScriptOutputType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Writes to Redis once a second, on a virtual thread of its own, and reports to the {@link
 * HealthWindow} how that went. A Redis that has become a replica refuses writes and keeps its
 * connections, so the connection is opened anew, which looks the host up again.
 */
public final class StoreProbe {

  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final int RARELY = 16;
  private static final int LOOK_EVERY = 10;

  private final SharedConnection redis;
  private final HealthWindow health;
  private final StoreGeneration generation;
  private final MemoryGuard memory;
  private final CountDownLatch closed = new CountDownLatch(1);
  private Optional<String> eviction = Optional.empty();
  private int refusals;
  private int looks;

  public StoreProbe(
      SharedConnection redis, HealthWindow health, StoreGeneration generation, MemoryGuard memory) {
    this.redis = redis;
    this.health = health;
    this.generation = generation;
    this.memory = memory;
  }

  /** Probes once, then goes on probing. */
  public void start() {
    probe();
    Thread.ofVirtual().name("store-probe").start(this::run);
  }

  public void close() {
    closed.countDown();
  }

  private void run() {
    try {
      while (!closed.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        probe();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void probe() {
    try {
      ScriptCall call =
          new ScriptCall(Script.PROBE_STORE)
              .key(ChatKeys.STORE)
              .argument(generation.fresh())
              .argument(System.currentTimeMillis());
      byte[] found = RedisFaults.await(redis.run(call, ScriptOutputType.VALUE));
      generation.found(new String(found, StandardCharsets.UTF_8));
      refusals = 0;
      if (looks++ % LOOK_EVERY == 0) {
        eviction = memory.look(redis.facts());
      }
      eviction.ifPresentOrElse(health::refused, health::succeeded);
    } catch (ChatwardenException e) {
      if (closed.getCount() > 0) {
        health.refused(String.valueOf(e.getMessage()));
        reopenIfReadOnly(e);
      }
    }
  }

  /** At the first refusal, the second, the fourth, the eighth, and then at every sixteenth. */
  private void reopenIfReadOnly(ChatwardenException fault) {
    if (!fault.reason().equals(RedisFaults.READ_ONLY)) {
      return;
    }
    refusals++;
    if (refusals % RARELY == 0 || (refusals < RARELY && Integer.bitCount(refusals) == 1)) {
      redis.reopen();
    }
  }
}
