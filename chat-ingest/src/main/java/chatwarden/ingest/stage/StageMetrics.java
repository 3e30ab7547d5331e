package chatwarden.ingest.stage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What one stage counts. Safe for use by many threads. */
final class StageMetrics {

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofSeconds(1),
    Duration.ofSeconds(10),
  };

  private final MeterRegistry registry;
  private final String stage;
  private final DistributionSummary batchSize;
  private final Timer wait;
  private final Timer duration;
  private final Counter retry;
  private final Counter skipped;
  private final AtomicInteger inHand = new AtomicInteger();
  private volatile long moved = System.nanoTime();

  StageMetrics(String stage, MeterRegistry registry) {
    this.registry = registry;
    this.stage = stage;
    this.batchSize =
        DistributionSummary.builder("stage.batch.size")
            .description("Comments in a batch")
            .tag("stage", stage)
            .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64)
            .register(registry);
    this.wait = timer("stage.wait", "How long messages waited before the stage took them");
    this.duration = timer("stage.duration", "How long the engine of the stage took for a batch");
    this.skipped =
        Counter.builder("stage.skipped")
            .description("Comments that the stage left out because they had waited for too long")
            .tag("stage", stage)
            .register(registry);
    this.retry =
        Counter.builder("stage.retry")
            .description("Tries that were repeated because an engine was away")
            .tag("stage", stage)
            .register(registry);
    Gauge.builder("stage.in.hand", inHand, AtomicInteger::get)
        .description("Messages (in classify: comments) that the stage has taken and not settled")
        .tag("stage", stage)
        .register(registry);
  }

  private Timer timer(String name, String description) {
    return Timer.builder(name)
        .description(description)
        .tag("stage", stage)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  void took(int count) {
    if (inHand.get() == 0) {
      moved = System.nanoTime();
    }
    inHand.addAndGet(count);
  }

  void settled(int count) {
    moved = System.nanoTime();
    inHand.addAndGet(-count);
  }

  /** Why the stage makes no headway: it has work in hand and settled none for that long. */
  Optional<String> standstill(Duration longest) {
    Duration since = Duration.ofNanos(System.nanoTime() - moved);
    int count = inHand.get();
    return count > 0 && since.compareTo(longest) > 0
        ? Optional.of(
            "stage "
                + stage
                + " has "
                + count
                + " in hand and settled none for "
                + since.toSeconds()
                + " s")
        : Optional.empty();
  }

  void batch(int size) {
    batchSize.record(size);
  }

  void waited(Duration time) {
    wait.record(time);
  }

  void ran(long nanos) {
    duration.record(nanos, TimeUnit.NANOSECONDS);
  }

  void retried() {
    retry.increment();
  }

  /** Counts comments that waited for too long to be of use. */
  void skipped(int comments) {
    skipped.increment(comments);
  }

  void attemptFailed(String reason) {
    counter("stage.attempt.failed", "Messages given up for now, to be tried again", reason);
  }

  void dead(String reason) {
    counter("stage.dead.letter", "Messages given up for good", reason);
  }

  private void counter(String name, String description, String reason) {
    Counter.builder(name)
        .description(description)
        .tag("stage", stage)
        .tag("reason", reason)
        .register(registry)
        .increment();
  }
}
