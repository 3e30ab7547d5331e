package chatwarden.store.webhook;

import java.time.Instant;

/**
 * The place that a webhook has come to among the events, or the decisions, of a chat.
 *
 * @param id of the last event that was posted, passed over or given up; empty: before the first
 * @param attempts how often the next one was posted in vain
 * @param nextTry when it is posted again
 */
public record WebhookPlace(String id, int attempts, Instant nextTry) {

  /** The place after an event, whose follower is yet to be tried. */
  public static WebhookPlace after(String id) {
    return new WebhookPlace(id, 0, Instant.EPOCH);
  }

  /** Returns the place after one more failure. */
  public WebhookPlace failed(Instant next) {
    return new WebhookPlace(id, attempts + 1, next);
  }

  static WebhookPlace read(String word) {
    String[] words = word.split(" ", -1);
    return new WebhookPlace(
        words[0], Integer.parseInt(words[1]), Instant.ofEpochMilli(Long.parseLong(words[2])));
  }

  String word() {
    return id + " " + attempts + " " + nextTry.toEpochMilli();
  }
}
