package chatwarden.bridge.webhook;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.webhook.DeadDeliveryPage;
import chatwarden.store.webhook.WebhookStore;
import chatwarden.webhook.v1.DeadDelivery;
import chatwarden.webhook.v1.Webhook;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts the dead letters of a webhook again, the oldest first, until one fails. A replay that a
 * process leaves goes on in another.
 */
final class WebhookReplay {

  private static final Logger log = LoggerFactory.getLogger(WebhookReplay.class);
  private static final int SLICE = 100;

  private final WebhookStore store;
  private final WebhookPost post;
  private final List<WebhookSource> sources;

  WebhookReplay(WebhookStore store, WebhookPost post, List<WebhookSource> sources) {
    this.store = store;
    this.post = post;
    this.sources = List.copyOf(sources);
  }

  /** Posts those of the replay that was asked for, if one was. */
  void run(Webhook webhook, WebhookDelivery.Lease lease) throws InterruptedException {
    Optional<String> through = store.replayThrough(webhook.getId());
    if (through.isEmpty()) {
      return;
    }
    DeadDeliveryPage page = store.dead(webhook.getId(), SLICE, "");
    while (!page.deliveries().isEmpty()) {
      for (DeadDelivery letter : page.deliveries()) {
        if (isAfter(letter.getId(), through.get())) {
          store.endReplay(webhook.getId());
          return;
        }
        if (!lease.isHeld()) {
          return;
        }
        if (!post(webhook, letter)) {
          store.endReplay(webhook.getId());
          return;
        }
        store.forget(webhook.getId(), letter.getId());
      }
      page = store.dead(webhook.getId(), SLICE, "");
    }
    store.endReplay(webhook.getId());
  }

  private boolean post(Webhook webhook, DeadDelivery letter) throws InterruptedException {
    Optional<WebhookMessage> message = find(letter);
    if (message.isEmpty()) {
      log.warn(
          "Dropped a dead letter whose event is not kept webhook={} chat={}",
          webhook.getId(),
          letter.getChat());
      return true;
    }
    byte[] body = message.get().body(letter.getChat());
    return post.send(webhook, letter.getMessageId(), body).isSuccess();
  }

  private Optional<WebhookMessage> find(DeadDelivery letter) {
    try {
      return sources.stream()
          .filter(source -> source.types().contains(letter.getEvent()))
          .findFirst()
          .flatMap(source -> source.find(letter.getChat(), letter.getPosition()));
    } catch (ChatwardenException e) {
      FaultCode.OUT_OF_RANGE.orThrow(e);
      return Optional.empty();
    }
  }

  /** Whether one id of a stream's entry is after another. */
  private static boolean isAfter(String id, String other) {
    int byMillis = Long.compare(part(id, 0), part(other, 0));
    return byMillis > 0 || byMillis == 0 && part(id, 1) > part(other, 1);
  }

  private static long part(String id, int at) {
    return Long.parseLong(id.split("-", -1)[at]);
  }
}
