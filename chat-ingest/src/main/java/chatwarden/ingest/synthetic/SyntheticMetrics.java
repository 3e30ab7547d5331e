package chatwarden.ingest.synthetic;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Counts synthetic comments. */
final class SyntheticMetrics {

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
  };

  private final Counter recorded;
  private final Counter failed;
  private final Timer duration;

  SyntheticMetrics(MeterRegistry registry) {
    this.recorded = counter("recorded", registry);
    this.failed = counter("failed", registry);
    this.duration =
        Timer.builder("synthetic.comment.duration")
            .description("How long synthetic comments took from their source to the store")
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
  }

  private static Counter counter(String outcome, MeterRegistry registry) {
    return Counter.builder("synthetic.comment")
        .description("Synthetic comments, by whether they were recorded in time")
        .tag("outcome", outcome)
        .register(registry);
  }

  void recorded(Duration time) {
    recorded.increment();
    duration.record(time);
  }

  void failed() {
    failed.increment();
  }
}
