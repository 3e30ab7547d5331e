package chatwarden.bridge.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The metrics of webhooks. */
final class WebhookMetrics {

  private final MeterRegistry registry;
  private final AtomicLong paused = new AtomicLong();
  private final AtomicLong dead = new AtomicLong();
  private final Counter gaps;
  private final Counter buried;

  WebhookMetrics(MeterRegistry registry) {
    this.registry = registry;
    Gauge.builder("webhook.paused", paused, AtomicLong::get)
        .description("Webhooks that are paused")
        .register(registry);
    Gauge.builder("webhook.dead.letter", dead, AtomicLong::get)
        .description("Dead letters of all webhooks")
        .register(registry);
    gaps =
        Counter.builder("webhook.gap")
            .description("Times that a chat no longer kept the events that a webhook was to post")
            .register(registry);
    buried =
        Counter.builder("webhook.buried")
            .description("Events that were posted in vain for the last time")
            .register(registry);
    post("success");
    post("failure");
  }

  private Timer post(String outcome) {
    return Timer.builder("webhook.post.duration")
        .tag("outcome", outcome)
        .description("How long posts of webhooks took")
        .register(registry);
  }

  void posted(WebhookAnswer answer, Duration duration) {
    post(answer.isSuccess() ? "success" : "failure").record(duration);
  }

  void gap() {
    gaps.increment();
  }

  void buried() {
    buried.increment();
  }

  void states(long pausedNow, long deadNow) {
    paused.set(pausedNow);
    dead.set(deadNow);
  }
}
