package chatwarden.bridge.server;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.OverloadedException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the bodies of all requests under way take together, and the bound on it: at least one
 * largest request. Never blocks; safe for use by many threads.
 */
final class RequestMemory {

  private static final int PART_OF_HEAP = 32;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final long capacity;
  private final AtomicLong held = new AtomicLong();

  RequestMemory(Config config, MeterRegistry metrics) {
    long set = config.get(BridgeKeys.REQUEST_MEMORY_BYTES);
    long bound = set > 0 ? set : Runtime.getRuntime().maxMemory() / PART_OF_HEAP;
    this.capacity = Math.max(bound, config.get(BridgeKeys.MAX_REQUEST_BYTES));
    Gauge.builder("bridge.request.memory", held, AtomicLong::get)
        .description("What the bodies of requests under way take")
        .baseUnit("bytes")
        .register(metrics);
  }

  /**
   * Takes {@code bytes}, to be given back.
   *
   * @throws OverloadedException with reason REQUEST_MEMORY_FULL when there is no room for them
   */
  void take(long bytes) {
    if (held.addAndGet(bytes) > capacity) {
      give(bytes);
      throw OverloadedException.of(
          "REQUEST_MEMORY_FULL",
          "the requests under way take all the memory that they may (bridge.request-memory-bytes)",
          RETRY_AFTER);
    }
  }

  void give(long bytes) {
    held.addAndGet(-bytes);
  }
}
