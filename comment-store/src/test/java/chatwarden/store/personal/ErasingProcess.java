package chatwarden.store.personal;

import chatwarden.runtime.config.Config;
import chatwarden.store.redis.MarkedAccount;
import chatwarden.store.redis.OpenStores;
import chatwarden.store.redis.StoreKeys;
import chatwarden.store.review.Reviewer;

/** A process that erases the marked account. */
final class ErasingProcess {

  private ErasingProcess() {}

  /** Erases on the Redis of that address. */
  public static void main(String[] arguments) throws Exception {
    Config config = Config.defaults().with(StoreKeys.REDIS_URI, arguments[0]);
    try (OpenStores stores = new OpenStores(config)) {
      stores
          .personalData()
          .erase(new AccountScope(MarkedAccount.ID, ""), new Reviewer("Admin", ""));
    }
  }
}
