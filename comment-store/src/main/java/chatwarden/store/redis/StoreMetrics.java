package chatwarden.store.redis;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Supplier;

/** What the store counts. Safe for use by many threads. */
public final class StoreMetrics {

  private final Counter recorded;
  private final Counter tagged;
  private final Counter rewritten;
  private final Counter conflicts;
  private final Timer wait;

  /**
   * @param client who calls Redis; what several of one process measure is told apart by it
   */
  public StoreMetrics(MeterRegistry registry, String client, Supplier<Number> pending) {
    recorded =
        Counter.builder("store.comment.recorded")
            .description("Comments stored for the first time")
            .register(registry);
    tagged =
        Counter.builder("store.comment.tagged")
            .description("Comments whose spans were stored for the first time, or given up")
            .register(registry);
    rewritten =
        Counter.builder("store.comment.rewritten")
            .description("Comments whose proposal by stage 3 was stored for the first time")
            .register(registry);
    conflicts =
        Counter.builder("store.comment.conflict")
            .description("Comments refused because their id is stored with another text")
            .register(registry);
    wait =
        Timer.builder("store.record.duration")
            .description("Time from the call to the answer of Redis for one message")
            .serviceLevelObjectives(
                Duration.ofMillis(1),
                Duration.ofMillis(2),
                Duration.ofMillis(5),
                Duration.ofMillis(10),
                Duration.ofMillis(50),
                Duration.ofMillis(250),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5))
            .register(registry);
    Gauge.builder("store.command.pending", pending)
        .tag("client", client)
        .description("Commands that wait for the answer of Redis; bounded by redis.queue")
        .register(registry);
  }

  public void countRecorded(long count) {
    recorded.increment(count);
  }

  public void countTagged(long count) {
    tagged.increment(count);
  }

  public void countRewritten(long count) {
    rewritten.increment(count);
  }

  public void countConflicts(long count) {
    conflicts.increment(count);
  }

  public void recordWait(long startNanos) {
    wait.record(Duration.ofNanos(System.nanoTime() - startNanos));
  }
}
