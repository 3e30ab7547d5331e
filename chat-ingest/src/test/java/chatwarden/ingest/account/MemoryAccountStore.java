package chatwarden.ingest.account;

import chatwarden.action.v1.Account;
import chatwarden.store.account.AccountStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Accounts in memory, of one process. */
public final class MemoryAccountStore implements AccountStore {
  private final Map<String, Account> accounts = new ConcurrentSkipListMap<>();
  private final Map<String, byte[]> tokens = new ConcurrentSkipListMap<>();
  private final Map<String, String> holders = new ConcurrentSkipListMap<>();
  private final Map<String, Long> used = new ConcurrentSkipListMap<>();

  @Override
  public void put(Account account, byte[] sealedTokens) {
    tokens.put(account.getId(), sealedTokens);
    accounts.put(account.getId(), account);
  }

  @Override
  public void putTokens(String id, byte[] sealedTokens) {
    tokens.put(id, sealedTokens);
  }

  @Override
  public void setProblem(String id, String problem) {
    accounts.computeIfPresent(
        id, (key, account) -> account.toBuilder().setProblem(problem).build());
  }

  @Override
  public List<Account> list() {
    return List.copyOf(accounts.values());
  }

  @Override
  public Optional<Account> find(String id) {
    return Optional.ofNullable(accounts.get(id));
  }

  @Override
  public Optional<byte[]> tokens(String id) {
    return Optional.ofNullable(tokens.get(id));
  }

  @Override
  public void remove(String id) {
    accounts.remove(id);
    tokens.remove(id);
  }

  @Override
  public boolean hold(String id, String holder, Duration length) {
    return holder.equals(holders.computeIfAbsent(id, key -> holder));
  }

  @Override
  public void release(String id, String holder) {
    holders.remove(id, holder);
  }

  @Override
  public long use(String id, String period, long units) {
    return used.merge(id + " " + period, units, Long::sum);
  }
}
