package chatwarden.bridge.webhook;

import chatwarden.runtime.config.Config;
import chatwarden.store.review.ReviewStore;
import chatwarden.store.watch.EventLog;
import chatwarden.store.webhook.WebhookStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The webhooks of a bridge, with the thread that looks for events to post. A drain begins no
 * further post and waits for the answers to those under way.
 */
public final class Webhooks implements AutoCloseable {

  private static final long LEAST_MILLIS = 10;

  private final WebhookStore store;
  private final TargetRules rules;
  private final WebhookSecrets secrets;
  private final List<WebhookSource> sources;
  private final WebhookClient client;
  private final WebhookPost post;
  private final WebhookWorker worker;
  private final InstantSource clock;
  private final long interval;
  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("webhooks").daemon().factory());

  /** Webhooks that are not started. */
  public Webhooks(
      WebhookStore store,
      EventLog events,
      ReviewStore reviews,
      Config config,
      MeterRegistry registry,
      InstantSource clock) {
    this(
        store,
        List.of(new EventSource(events), new DecisionSource(reviews)),
        TargetRules.of(config.get(WebhookKeys.ALLOW_PRIVATE)),
        config,
        registry,
        clock);
  }

  Webhooks(
      WebhookStore store,
      List<WebhookSource> sources,
      TargetRules rules,
      Config config,
      MeterRegistry registry,
      InstantSource clock) {
    this.store = store;
    this.rules = rules;
    this.secrets = new WebhookSecrets(config);
    this.sources = List.copyOf(sources);
    this.clock = clock;
    this.client = new WebhookClient(rules, config.get(WebhookKeys.TIMEOUT), clock);
    WebhookMetrics metrics = new WebhookMetrics(registry);
    this.post = new WebhookPost(store, secrets, client, metrics);
    this.interval = Math.max(LEAST_MILLIS, config.get(WebhookKeys.INTERVAL).toMillis());
    this.worker =
        new WebhookWorker(
            store,
            new WebhookDelivery(store, post, metrics, clock, WebhookLimits.of(config)),
            new WebhookReplay(store, post, sources),
            sources,
            metrics,
            config.get(WebhookKeys.LEASE));
  }

  WebhookStore store() {
    return store;
  }

  TargetRules rules() {
    return rules;
  }

  WebhookSecrets secrets() {
    return secrets;
  }

  List<WebhookSource> sources() {
    return sources;
  }

  WebhookPost post() {
    return post;
  }

  InstantSource clock() {
    return clock;
  }

  /** Begins to post. */
  public void start() {
    var _ = rounds.scheduleWithFixedDelay(worker::round, 0, interval, TimeUnit.MILLISECONDS);
  }

  /** Begins no further post, and waits for those under way. */
  public void drain(Duration timeout) throws InterruptedException {
    rounds.shutdown();
    var _ = rounds.awaitTermination(timeout.toNanos(), TimeUnit.NANOSECONDS);
    worker.drain(timeout);
  }

  @Override
  public void close() {
    rounds.shutdownNow();
    worker.close();
    client.close();
  }
}
