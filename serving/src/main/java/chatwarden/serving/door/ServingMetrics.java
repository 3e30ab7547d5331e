package chatwarden.serving.door;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The metrics of model servers; every one is tagged with the server. */
final class ServingMetrics {

  private static final Duration[] BUCKETS = {
    Duration.ofNanos(100_000),
    Duration.ofNanos(500_000),
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
  };

  private final String server;
  private final MeterRegistry registry;
  private final Timer wait;
  private final Timer run;
  private final Counter refused;
  private final Counter dropped;
  private final Map<String, Counter> texts = new ConcurrentHashMap<>();

  ServingMetrics(String server, MeterRegistry registry) {
    this.server = server;
    this.registry = registry;
    this.wait = timer("inference.queue.wait", "How long calls waited for a thread");
    this.run = timer("inference.duration", "How long models took for a call");
    this.refused = counter("inference.refused", "Calls refused because the queue was full");
    this.dropped = counter("inference.dropped", "Calls cancelled or late before they were run");
  }

  private Timer timer(String name, String description) {
    return Timer.builder(name)
        .description(description)
        .tag("server", server)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).tag("server", server).register(registry);
  }

  void watch(BlockingQueue<?> queue, int capacity) {
    Gauge.builder("inference.queue.size", queue, BlockingQueue::size)
        .description("Calls that wait for a thread")
        .tag("server", server)
        .register(registry);
    Gauge.builder("inference.queue.capacity", () -> capacity)
        .description("Calls that may wait for a thread")
        .tag("server", server)
        .register(registry);
  }

  void waited(long nanos) {
    wait.record(nanos, TimeUnit.NANOSECONDS);
  }

  void ran(long nanos) {
    run.record(nanos, TimeUnit.NANOSECONDS);
  }

  void refusedOne() {
    refused.increment();
  }

  void droppedOne() {
    dropped.increment();
  }

  void answered(String model, int count) {
    texts
        .computeIfAbsent(
            model,
            name ->
                Counter.builder("inference.text")
                    .description("Texts answered")
                    .tag("server", server)
                    .tag("model", name)
                    .register(registry))
        .increment(count);
  }
}
