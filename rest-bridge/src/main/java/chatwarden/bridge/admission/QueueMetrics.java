package chatwarden.bridge.admission;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The metrics of a {@link CallQueue}, tagged with the model server that it is for. */
final class QueueMetrics {

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
  };

  private final Timer wait;
  private final Counter refused;

  QueueMetrics(String server, CallQueue queue, MeterRegistry registry) {
    Tags tags = Tags.of("of", server);
    Gauge.builder("admission.call", queue, CallQueue::underWay)
        .description("Calls under way, counted once more for every 512 bytes of their request")
        .tags(tags)
        .register(registry);
    Gauge.builder("admission.queue.size", queue, CallQueue::inLine)
        .description("Calls that wait, counted once more for every 512 bytes of their request")
        .tags(tags)
        .register(registry);
    wait =
        Timer.builder("admission.wait")
            .description("How long calls waited that could not begin at once")
            .tags(tags)
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
    refused =
        Counter.builder("admission.refusal")
            .description("Calls that were refused because they would have waited too long")
            .tags(tags)
            .register(registry);
  }

  void waited(long nanos) {
    wait.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** {@code turn}, counted where it is a refusal. */
  CompletableFuture<Boolean> counted(CompletableFuture<Boolean> turn) {
    if (turn.isDone()) {
      count(turn.getNow(true));
    } else {
      turn.thenAccept(this::count);
    }
    return turn;
  }

  private void count(boolean admitted) {
    if (!admitted) {
      refused.increment();
    }
  }
}
