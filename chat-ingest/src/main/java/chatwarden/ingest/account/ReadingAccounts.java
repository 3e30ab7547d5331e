package chatwarden.ingest.account;

import chatwarden.action.v1.Account;
import chatwarden.ingest.http.ApiClient;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.store.account.AccountStore;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Chooses the accounts that chats are read with. Safe for use by many threads. */
public final class ReadingAccounts implements ServicePart {
  private final Optional<Installation> installation;

  private ReadingAccounts(Optional<Installation> installation) {
    this.installation = installation;
  }

  /**
   * The accounts of an installation.
   *
   * @param chosen returns the id of the account that was chosen to act in a chat; empty where none
   *     was
   */
  private record Installation(
      Accounts accounts, AccountStore store, ApiClient http, UnaryOperator<String> chosen) {}

  /**
   * Returns the accounts of this installation.
   *
   * @param http sends the calls of sources; closed with this
   * @param chosen returns the id of the account that was chosen to act in a chat; empty where none
   *     was
   */
  public static ReadingAccounts of(
      Accounts accounts, AccountStore store, ApiClient http, UnaryOperator<String> chosen) {
    return new ReadingAccounts(Optional.of(new Installation(accounts, store, http, chosen)));
  }

  /** Returns an installation without accounts. */
  public static ReadingAccounts none() {
    return new ReadingAccounts(Optional.empty());
  }

  /**
   * Returns the account to read a chat with: the one that was chosen to act in it, else the first
   * without a problem, that of the chat's owner before others; empty where none of the platform is
   * connected.
   *
   * @param owner the name of the chat's owner; empty where it is not known
   */
  public Optional<AccountCalls> of(String platform, String chat, String owner) {
    return installation.flatMap(known -> of(known, platform, chat, owner));
  }

  private static Optional<AccountCalls> of(
      Installation known, String platform, String chat, String owner) {
    String choice = known.chosen().apply(chat);
    return known.accounts().list().stream()
        .filter(account -> account.getPlatform().equals(platform))
        .min(
            Comparator.comparing((Account account) -> !account.getId().equals(choice))
                .thenComparing(account -> !account.getProblem().isEmpty())
                .thenComparing(account -> !account.getName().equalsIgnoreCase(owner))
                .thenComparing(Account::getId))
        .map(account -> new AccountCalls(known.accounts(), account, known.http()));
  }

  /**
   * Returns the quota of the project at Google.
   *
   * @param units how many units it has a day
   */
  public DailyQuota quota(long units, InstantSource clock) {
    return new DailyQuota(installation.orElseThrow().store(), units, clock);
  }

  @Override
  public void start() {}

  @Override
  public void close() {
    installation.ifPresent(known -> known.http().close());
  }
}
