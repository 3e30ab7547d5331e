package chatwarden.store.webhook;

import chatwarden.store.redis.Script;
import chatwarden.store.redis.ScriptCall;
import chatwarden.store.redis.SharedConnection;

/** Puts a pseudonym in the place of a caller who made webhooks. */
public final class WebhookErasure {

  private final SharedConnection redis;

  /** An erasure on a connection. */
  public WebhookErasure(SharedConnection redis) {
    this.redis = redis;
  }

  /** Returns how many webhooks were changed. */
  public long replace(String caller, String pseudonym) {
    long changed = 0;
    for (byte[] id : redis.ask(commands -> commands.smembers(WebhookHash.IDS))) {
      changed +=
          redis.runForNumber(
              new ScriptCall(Script.REPLACE_FIELD)
                  .key(WebhookHash.hook(WebhookHash.text(id)))
                  .argument(WebhookHash.CALLER)
                  .argument(caller)
                  .argument(pseudonym));
    }
    return changed;
  }
}
