package chatwarden.store.webhook;

import chatwarden.webhook.v1.DeadDelivery;
import java.util.List;

/**
 * Some dead letters of a webhook.
 *
 * @param deliveries the oldest first
 * @param nextPageToken of the next page; empty on the last
 */
public record DeadDeliveryPage(List<DeadDelivery> deliveries, String nextPageToken) {

  /** Copies the dead letters. */
  public DeadDeliveryPage {
    deliveries = List.copyOf(deliveries);
  }
}
