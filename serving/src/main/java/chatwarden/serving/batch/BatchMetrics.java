package chatwarden.serving.batch;

import chatwarden.runtime.grpc.CallPriority;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The metrics of a batcher; every one is tagged with the server. */
final class BatchMetrics {

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
  private final Timer tokenise;
  private final Timer infer;
  private final Timer total;
  private final DistributionSummary rows;
  private final Counter refused;
  private final Counter dropped;

  BatchMetrics(String server, MeterRegistry registry) {
    this.server = server;
    this.registry = registry;
    this.wait = timer("inference.queue.wait", "How long calls waited for a thread");
    this.tokenise = timer("inference.tokenise", "How long the texts of a call took to tokenise");
    this.infer = timer("inference.duration", "How long models took for a batch");
    this.total =
        timer("inference.total", "How long calls took from their arrival to their answers");
    this.rows =
        DistributionSummary.builder("inference.batch.size")
            .description("Texts in a batch")
            .tag("server", server)
            .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128, 256)
            .register(registry);
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

  void watch(BatchQueue queue, int capacity) {
    for (CallPriority priority : CallPriority.values()) {
      Gauge.builder("inference.queue.size", queue, waiting -> waiting.size(priority))
          .description("Calls that wait for a thread")
          .tag("server", server)
          .tag("priority", priority.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    Gauge.builder("inference.queue.capacity", () -> capacity)
        .description("Calls of each priority that may wait for a thread")
        .tag("server", server)
        .register(registry);
  }

  void tokenised(long nanos) {
    tokenise.record(nanos, TimeUnit.NANOSECONDS);
  }

  void waited(long nanos) {
    wait.record(nanos, TimeUnit.NANOSECONDS);
  }

  void ran(int size, long nanos) {
    rows.record(size);
    infer.record(nanos, TimeUnit.NANOSECONDS);
  }

  void answered(long nanos) {
    total.record(nanos, TimeUnit.NANOSECONDS);
  }

  void refusedOne() {
    refused.increment();
  }

  void droppedOne() {
    dropped.increment();
  }
}
