package chatwarden.serving.rollout;

import chatwarden.repository.ModelId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** The metrics of the rollouts at a server; every one is tagged with it. */
final class RolloutMetrics {

  private static final Duration[] BUCKETS = {
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
  private final Counter compared;
  private final Counter failed;
  private final Counter dropped;

  RolloutMetrics(String server, MeterRegistry registry) {
    this.server = server;
    this.registry = registry;
    this.compared = comparisons("compared");
    this.failed = comparisons("failed");
    this.dropped = comparisons("dropped");
  }

  private Counter comparisons(String outcome) {
    return Counter.builder("rollout.shadow.text")
        .description("Texts that the other version of a model was to score, by what became of them")
        .tag("server", server)
        .tag("outcome", outcome)
        .register(registry);
  }

  void watch(IntSupplier waiting, int capacity) {
    Gauge.builder("rollout.shadow.queue.size", waiting::getAsInt)
        .description("Texts that wait to be scored by the other version of a model")
        .tag("server", server)
        .register(registry);
    Gauge.builder("rollout.shadow.queue.capacity", () -> capacity)
        .description("Texts that may wait to be scored by the other version of a model")
        .tag("server", server)
        .register(registry);
  }

  void answered(ModelId version, long nanos, int others, int flagged) {
    calls(version, "answered").record(nanos, TimeUnit.NANOSECONDS);
    texts(version, false).increment(others);
    texts(version, true).increment(flagged);
  }

  void failed(ModelId version, long nanos) {
    calls(version, "failed").record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer calls(ModelId version, String outcome) {
    return Timer.builder("rollout.call")
        .description("How long calls took of a version that a rollout chose")
        .tag("server", server)
        .tag("model", version.name())
        .tag("version", version.version())
        .tag("outcome", outcome)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  private Counter texts(ModelId version, boolean flagged) {
    return Counter.builder("rollout.text")
        .description("Texts answered by a version that a rollout chose")
        .tag("server", server)
        .tag("model", version.name())
        .tag("version", version.version())
        .tag("flagged", Boolean.toString(flagged))
        .register(registry);
  }

  void compared(ModelId challenger, String from, String to) {
    compared.increment();
    if (!from.equals(to)) {
      Counter.builder("rollout.disagreement")
          .description("Texts that the challenger labels otherwise than the champion")
          .tag("server", server)
          .tag("model", challenger.name())
          .tag("version", challenger.version())
          .tag("from", from)
          .tag("to", to)
          .register(registry)
          .increment();
    }
  }

  void failedComparison() {
    failed.increment();
  }

  void dropped(int texts) {
    dropped.increment(texts);
  }
}
