package chatwarden.standalone.process;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.store.RedisStores;
import chatwarden.store.access.KeyStore;
import chatwarden.store.account.AccountStore;
import java.util.ArrayDeque;
import java.util.Deque;

/** The API keys and accounts of a platform, from outside of it. */
public final class StoredKeys implements AutoCloseable {
  private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
  private final KeyStore keys;
  private final AccountStore accounts;

  private StoredKeys(Config config) throws Exception {
    try {
      Telemetry telemetry = Telemetry.prometheus();
      toClose.push(telemetry);
      StoreLocation location = StoreLocation.open(config);
      toClose.push(location);
      RedisStores stores = RedisStores.open(location.config(), telemetry.registry(), "keys");
      toClose.push(stores::close);
      stores.start();
      keys = stores.keys();
      accounts = stores.accounts();
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  /** Opens them. */
  public static StoredKeys open(Config config) throws Exception {
    return new StoredKeys(config);
  }

  /** The keys. */
  public KeyStore keys() {
    return keys;
  }

  /** Returns the accounts on platforms. */
  public AccountStore accounts() {
    return accounts;
  }

  @Override
  public void close() throws Exception {
    while (!toClose.isEmpty()) {
      toClose.pop().close();
    }
  }
}
