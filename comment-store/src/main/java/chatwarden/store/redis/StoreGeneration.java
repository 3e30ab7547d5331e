package chatwarden.store.redis;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that a store came back without its data. A store gets the name of its generation with its
 * first write; a store that was emptied gets another. Used by one thread at a time.
 */
public final class StoreGeneration {

  private static final Logger log = LoggerFactory.getLogger(StoreGeneration.class);

  private final String fresh = UUID.randomUUID().toString();
  private final Counter lost;
  private @Nullable String known;

  public StoreGeneration(MeterRegistry registry, String client) {
    lost =
        Counter.builder("store.lost")
            .description("How often Redis came back without its data")
            .tag("client", client)
            .register(registry);
  }

  /** The name of a generation that begins with the next write. */
  String fresh() {
    return known == null ? fresh : UUID.randomUUID().toString();
  }

  /** The store says that it is of this generation. */
  void found(String generation) {
    if (known != null && !known.equals(generation)) {
      lost.increment();
      log.error(
          "Redis lost its data: generation {} is expected, found {}. Redis was emptied, or"
              + " restarted without appendonly yes. Sessions of this process start anew from their"
              + " sources; everything recorded before is gone",
          known,
          generation);
    }
    known = generation;
  }
}
