package chatwarden.ingest.account;

import chatwarden.action.v1.Account;
import chatwarden.ingest.http.ApiClient;
import chatwarden.ingest.source.SourceClock;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Accounts that are connected to doubles of their platforms. */
public final class ConnectedAccounts implements AutoCloseable {
  private final ApiClient http = new ApiClient(Duration.ofSeconds(5));
  private final MemoryAccountStore store = new MemoryAccountStore();
  private final Accounts accounts;
  private final ReadingAccounts reading;

  /**
   * No account yet.
   *
   * @param folder the place of the key
   * @param platform the address of the OAuth server and the API of both platforms
   */
  public ConnectedAccounts(Path folder, String platform) {
    Config config =
        ConfigLoader.of(Accounts.keys())
            .flags(
                Map.of(
                    "accounts.key-file", folder.resolve("account.key").toString(),
                    "twitch.client-id", "client",
                    "twitch.auth-url", platform,
                    "twitch.api-url", platform,
                    "youtube.client-id", "client",
                    "youtube.auth-url", platform,
                    "youtube.api-url", platform))
            .load();
    this.accounts = new Accounts(store, http, SourceClock.system(), config);
    this.reading = ReadingAccounts.of(accounts, store, http, chat -> "");
  }

  /** Connects an account, and returns the calls with it. */
  public AccountCalls connect(String platform) throws InterruptedException {
    Account account = accounts.connect(platform, accounts.begin(platform));
    return new AccountCalls(accounts, account, http);
  }

  /** Returns the store. */
  public MemoryAccountStore store() {
    return store;
  }

  /** Returns the accounts as sources see them. */
  public ReadingAccounts reading() {
    return reading;
  }

  @Override
  public void close() {
    http.close();
  }
}
