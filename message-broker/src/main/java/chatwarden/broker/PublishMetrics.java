package chatwarden.broker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What a publisher counts. */
final class PublishMetrics {

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

  private final Timer confirm;
  private final Counter repeat;

  PublishMetrics(MeterRegistry registry, PublishWindow window, int capacity) {
    this.confirm =
        Timer.builder("broker.confirm.duration")
            .description("How long messages waited for the broker's confirm")
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
    this.repeat =
        Counter.builder("broker.publish.repeat")
            .description("Messages published again after a lost connection, a return or a refusal")
            .register(registry);
    Gauge.builder("broker.publish.outstanding", window, PublishWindow::size)
        .description("Messages that wait for the broker's confirm")
        .register(registry);
    Gauge.builder("broker.publish.window", () -> capacity)
        .description("Messages that may wait for the broker's confirm")
        .register(registry);
  }

  void confirmed(long nanos) {
    confirm.record(nanos, TimeUnit.NANOSECONDS);
  }

  void repeated(int count) {
    repeat.increment(count);
  }
}
