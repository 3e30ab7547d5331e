package chatwarden.bridge.server;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.OverloadedException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the bytes of all request bodies under way and refuses those beyond a bound, which leaves
 * room for one largest request at least. Never blocks; safe for use by many threads.
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
        .description("Bytes of the request bodies under way")
        .baseUnit("bytes")
        .register(metrics);
  }

  /**
   * Takes {@code bytes}, to be given back.
   *
   * @throws OverloadedException with reason REQUEST_MEMORY_FULL when the limit is reached
   */
  void take(long bytes) {
    if (held.addAndGet(bytes) > capacity) {
      give(bytes);
      throw OverloadedException.of(
          "REQUEST_MEMORY_FULL",
          "the bodies of other requests take all memory for requests (bridge.request-memory-bytes);"
              + " try again later",
          RETRY_AFTER);
    }
  }

  /** Gives back bytes. */
  void give(long bytes) {
    held.addAndGet(-bytes);
  }
}
