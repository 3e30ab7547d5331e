package chatwarden.store.webhook;

import chatwarden.webhook.v1.DeadDelivery;
import chatwarden.webhook.v1.Webhook;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The webhooks. Their secrets are here as sealed bytes, which only the holder of the key can open.
 * Safe for use by many threads; blocks for the store. Calls about a webhook that is deleted in
 * between change nothing.
 */
public interface WebhookStore {

  /** How many webhooks there may be. */
  int MAX_WEBHOOKS = 100;

  /** How many dead letters a webhook keeps, roughly; the oldest go first. */
  int MAX_DEAD = 10_000;

  /**
   * Stores a new webhook, and notes who made it.
   *
   * @param places where it begins, by the names of sources
   * @throws chatwarden.runtime.error.ChatwardenException ALREADY_EXISTS, when there is one of its
   *     id; FAILED_PRECONDITION, when there are too many
   */
  void create(Webhook webhook, byte[] sealedSecret, Map<String, WebhookPlace> places);

  /** Returns all webhooks with their states, in the order of their ids. */
  List<Webhook> list();

  /** Returns a webhook with its state; empty when there is none of this id. */
  Optional<Webhook> find(String id);

  /** Returns the sealed secret of a webhook; empty when there is none of this id. */
  Optional<byte[]> secret(String id);

  /** Pauses a webhook and notes who did. Returns false when there is none of this id. */
  boolean pause(String id, String problem, String caller);

  /** Has a webhook post again and notes who did. Returns false when there is none of this id. */
  boolean resume(String id, String caller);

  /** Deletes a webhook and notes who did. Returns false when there is none of this id. */
  boolean delete(String id, String caller);

  /** Returns the place of a webhook in a source; empty where it has none. */
  Optional<WebhookPlace> place(String id, String source);

  /** Notes the place of a webhook in a source. */
  void move(String id, String source, WebhookPlace place);

  /** Notes the place after a delivery that succeeded. */
  void delivered(String id, String source, WebhookPlace place);

  /** Keeps a dead letter and notes the place after it; returns how many there are in a row. */
  long bury(String id, String source, WebhookPlace place, DeadDelivery letter);

  /**
   * Returns a page of the dead letters of a webhook, the oldest first.
   *
   * @param pageSize in [1, 1,000]; 0 is 50
   * @param pageToken of the page before; empty for the first
   */
  DeadDeliveryPage dead(String id, int pageSize, String pageToken);

  /** Removes a dead letter. */
  void forget(String id, String letter);

  /** Asks for a replay of the dead letters of now and notes who did; returns how many there are. */
  long replay(String id, String caller);

  /** Returns the id of the last dead letter to replay; empty where no replay was asked for. */
  Optional<String> replayThrough(String id);

  /** Ends a replay. */
  void endReplay(String id);

  /**
   * Takes the lease of a webhook for a time, or renews it.
   *
   * @param holder a name that no other process has
   * @return false while another holder has it
   */
  boolean hold(String id, String holder, Duration length);

  /** Gives the lease of a webhook back, if this holder has it. */
  void release(String id, String holder);

  /** Returns a page of the changes, the newest first. */
  WebhookChangePage changes(int pageSize, String pageToken);
}
