package chatwarden.bridge.webhook;

import chatwarden.runtime.error.FaultWords;
import chatwarden.store.webhook.WebhookStore;
import chatwarden.webhook.v1.Webhook;
import chatwarden.webhook.v1.WebhookState;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One round after the other: has the events of each active webhook posted, by one process at a
 * time. Rounds run on one thread; each source of each chat of a webhook has a virtual thread of its
 * own while there is something to post.
 */
final class WebhookWorker implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(WebhookWorker.class);

  private final WebhookStore store;
  private final WebhookDelivery delivery;
  private final WebhookReplay replay;
  private final List<WebhookSource> sources;
  private final WebhookMetrics metrics;
  private final Duration lease;
  private final String holder = UUID.randomUUID().toString();
  private final Set<String> busy = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean stopped;
  private String lastProblem = "";

  WebhookWorker(
      WebhookStore store,
      WebhookDelivery delivery,
      WebhookReplay replay,
      List<WebhookSource> sources,
      WebhookMetrics metrics,
      Duration lease) {
    this.store = store;
    this.delivery = delivery;
    this.replay = replay;
    this.sources = List.copyOf(sources);
    this.metrics = metrics;
    this.lease = lease;
  }

  private interface Work {
    void run(WebhookDelivery.Lease lease) throws InterruptedException;
  }

  /** Runs one round. A fault of the store is logged when its reason is a new one. */
  void round() {
    try {
      List<Webhook> webhooks = store.list();
      metrics.states(
          webhooks.stream().filter(WebhookWorker::isPaused).count(),
          webhooks.stream().mapToLong(Webhook::getDeadDeliveryCount).sum());
      for (Webhook webhook : webhooks) {
        if (!isPaused(webhook) && store.hold(webhook.getId(), holder, lease)) {
          start(webhook);
        }
      }
      lastProblem = "";
    } catch (RuntimeException e) {
      String problem = FaultWords.of(e);
      if (!problem.equals(lastProblem) && !Thread.currentThread().isInterrupted()) {
        log.warn("Failed to look for events of webhooks problem={}", problem);
        lastProblem = problem;
      }
    }
  }

  private static boolean isPaused(Webhook webhook) {
    return webhook.getState() == WebhookState.WEBHOOK_PAUSED;
  }

  private void start(Webhook webhook) {
    start(webhook.getId(), "replay", held -> replay.run(webhook, held));
    for (WebhookSource source : sources) {
      if (webhook.getEventsList().stream().anyMatch(source.types()::contains)) {
        for (String chat : webhook.getChatsList()) {
          start(
              webhook.getId(),
              source.name() + ":" + chat,
              held -> delivery.run(webhook, chat, source, held));
        }
      }
    }
  }

  private void start(String webhook, String name, Work work) {
    String key = webhook + " " + name;
    if (stopped || !busy.add(key)) {
      return;
    }
    threads.execute(
        () -> {
          try {
            work.run(() -> isHeld(webhook));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (RuntimeException e) {
            log.warn("Failed to post webhook={} problem={}", webhook, FaultWords.of(e));
          } finally {
            busy.remove(key);
          }
        });
  }

  /** A webhook that is paused or deleted meanwhile is posted to no more. */
  private boolean isHeld(String webhook) {
    return !stopped
        && store.find(webhook).filter(found -> !isPaused(found)).isPresent()
        && store.hold(webhook, holder, lease);
  }

  /** Waits for the posts under way, and gives the leases back. */
  void drain(Duration timeout) throws InterruptedException {
    stopped = true;
    threads.shutdown();
    var _ = threads.awaitTermination(timeout.toNanos(), TimeUnit.NANOSECONDS);
    store.list().forEach(webhook -> store.release(webhook.getId(), holder));
  }

  @Override
  public void close() {
    stopped = true;
    threads.shutdownNow();
  }
}
