package chatwarden.bridge.webhook;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.webhook.WebhookStore;
import chatwarden.webhook.v1.Webhook;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Posts one message of a webhook with its secret. Safe for use by many threads; blocks. */
final class WebhookPost {

  private final WebhookStore store;
  private final WebhookSecrets secrets;
  private final WebhookClient client;
  private final WebhookMetrics metrics;

  WebhookPost(
      WebhookStore store, WebhookSecrets secrets, WebhookClient client, WebhookMetrics metrics) {
    this.store = store;
    this.secrets = secrets;
    this.client = client;
    this.metrics = metrics;
  }

  /** Returns the id under which a message is posted each time. */
  static String id(Webhook webhook, String chat, WebhookMessage message) {
    return webhook.getId() + "." + chat + "." + message.type() + "." + message.id();
  }

  /** Returns the answer to a message. */
  WebhookAnswer send(Webhook webhook, String id, byte[] body) throws InterruptedException {
    Optional<byte[]> sealed = store.secret(webhook.getId());
    if (sealed.isEmpty()) {
      return WebhookAnswer.none("the webhook was deleted");
    }
    byte[] key;
    try {
      key = secrets.open(webhook.getId(), sealed.get());
    } catch (ChatwardenException e) {
      FaultCode.FAILED_PRECONDITION.orThrow(e);
      return WebhookAnswer.none("the secret cannot be opened (" + e.reason() + ")");
    }
    long start = System.nanoTime();
    WebhookAnswer answer = client.post(URI.create(webhook.getUri()), key, id, body);
    metrics.posted(answer, Duration.ofNanos(System.nanoTime() - start));
    return answer;
  }
}
