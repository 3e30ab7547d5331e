package chatwarden.bridge.webhook;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One log of each chat, whose entries webhooks post. Blocks for the store. */
interface WebhookSource {

  /** Returns its name, which stored places have. */
  String name();

  /** Returns the types of events that it has. */
  Set<String> types();

  /** Returns the id of the last entry of a chat; empty text before the first. */
  String latest(String chat);

  /**
   * Returns the entries after one, oldest first.
   *
   * @param id of that entry; empty: from the beginning
   * @throws chatwarden.runtime.error.ChatwardenException OUT_OF_RANGE, where some of them are not
   *     kept any more
   */
  List<WebhookMessage> after(String chat, String id, int limit);

  /** Returns an entry; empty where it is not kept any more. */
  default Optional<WebhookMessage> find(String chat, String id) {
    return after(chat, before(id), 1).stream().filter(found -> found.id().equals(id)).findFirst();
  }

  /** Returns the greatest id before the one of a stream's entry. */
  private static String before(String id) {
    int dash = id.indexOf('-');
    long millis = Long.parseLong(id.substring(0, dash));
    long sequence = Long.parseLong(id.substring(dash + 1));
    return sequence > 0 ? millis + "-" + (sequence - 1) : (millis - 1) + "-" + Long.MAX_VALUE;
  }
}
