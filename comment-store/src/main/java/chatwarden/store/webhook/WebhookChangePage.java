package chatwarden.store.webhook;

import chatwarden.webhook.v1.WebhookChange;
import java.util.List;

/**
 * Some changes of webhooks.
 *
 * @param changes the newest first
 * @param nextPageToken of the next page; empty on the last
 */
public record WebhookChangePage(List<WebhookChange> changes, String nextPageToken) {

  /** Copies the changes. */
  public WebhookChangePage {
    changes = List.copyOf(changes);
  }
}
