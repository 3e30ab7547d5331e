package chatwarden.worker.step;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The metrics of the steps of a worker. */
public final class StepMetrics {

  /** How an attempt ended. */
  enum Outcome {
    DONE,
    REUSED,
    RETRIED,
    FAILED,
    CANCELLED,
    LOST,
    RELEASED
  }

  private final MeterRegistry registry;
  private final AtomicInteger running = new AtomicInteger();
  private final Counter lost;

  /** Metrics in {@code registry}. */
  public StepMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.lost =
        Counter.builder("pipeline.lease.lost")
            .description("Steps that another worker may have taken while they ran here")
            .register(registry);
    Gauge.builder("pipeline.step.running", running, AtomicInteger::get)
        .description("Steps that this worker runs now")
        .register(registry);
  }

  void began() {
    running.incrementAndGet();
  }

  void ended(String pipeline, String step, Outcome outcome, long nanos) {
    running.decrementAndGet();
    if (outcome == Outcome.LOST) {
      lost.increment();
    }
    Timer.builder("pipeline.step")
        .description("How long attempts at steps of pipelines take")
        .tag("pipeline", pipeline)
        .tag("step", step)
        .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
        .register(registry)
        .record(nanos, TimeUnit.NANOSECONDS);
  }
}
