package chatwarden.bridge.webhook;

import chatwarden.runtime.config.Config;
import java.time.Duration;

/**
 * How often events are posted in vain.
 *
 * @param firstPause after the first failure; twice as long after each further one
 * @param maxAttempts after which an event is a dead letter
 * @param pauseAfter how many dead letters in a row pause a webhook
 */
record WebhookLimits(Duration firstPause, int maxAttempts, int pauseAfter) {

  static WebhookLimits of(Config config) {
    return new WebhookLimits(
        config.get(WebhookKeys.FIRST_PAUSE),
        config.get(WebhookKeys.MAX_ATTEMPTS),
        config.get(WebhookKeys.PAUSE_AFTER));
  }
}
