package chatwarden.store.account;

import chatwarden.action.v1.Account;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.redis.Script;
import chatwarden.store.redis.ScriptCall;
import chatwarden.store.redis.SharedConnection;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The accounts in two hashes, {@code cw:accounts} and {@code cw:account-tokens}. */
public final class RedisAccountStore implements AccountStore {

  private static final String ACCOUNTS = "cw:accounts";
  private static final String TOKENS = "cw:account-tokens";
  private static final Duration KEPT_USE = Duration.ofDays(3);

  private final SharedConnection redis;

  /** The accounts on a connection. */
  public RedisAccountStore(SharedConnection redis) {
    this.redis = redis;
  }

  @Override
  public void put(Account account, byte[] sealedTokens) {
    Long stored = redis.ask(commands -> commands.hlen(ACCOUNTS));
    if (stored != null && stored >= MAX_ACCOUNTS && find(account.getId()).isEmpty()) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "TOO_MANY_ACCOUNTS", "there are " + MAX_ACCOUNTS + " accounts already; revoke some");
    }
    // The tokens first: an account without tokens could not act.
    putTokens(account.getId(), sealedTokens);
    redis.ask(commands -> commands.hset(ACCOUNTS, account.getId(), account.toByteArray()));
  }

  @Override
  public void putTokens(String id, byte[] sealedTokens) {
    redis.ask(commands -> commands.hset(TOKENS, id, sealedTokens));
  }

  @Override
  public void setProblem(String id, String problem) {
    find(id)
        .filter(account -> !account.getProblem().equals(problem))
        .map(account -> account.toBuilder().setProblem(problem).build())
        .ifPresent(
            account -> redis.ask(commands -> commands.hset(ACCOUNTS, id, account.toByteArray())));
  }

  @Override
  public List<Account> list() {
    Map<String, byte[]> stored = redis.ask(commands -> commands.hgetall(ACCOUNTS));
    return stored.values().stream()
        .map(RedisAccountStore::read)
        .sorted(Comparator.comparing(Account::getId))
        .toList();
  }

  @Override
  public Optional<Account> find(String id) {
    return Optional.ofNullable(redis.<byte[]>ask(commands -> commands.hget(ACCOUNTS, id)))
        .map(RedisAccountStore::read);
  }

  private static Account read(byte[] proto) {
    try {
      return Account.parseFrom(proto);
    } catch (InvalidProtocolBufferException e) {
      throw FaultCode.INTERNAL.exception("ACCOUNT_UNREADABLE", "a stored account is broken", e);
    }
  }

  @Override
  public Optional<byte[]> tokens(String id) {
    return Optional.ofNullable(redis.<byte[]>ask(commands -> commands.hget(TOKENS, id)));
  }

  @Override
  public void remove(String id) {
    redis.ask(commands -> commands.hdel(ACCOUNTS, id));
    redis.ask(commands -> commands.hdel(TOKENS, id));
  }

  @Override
  public boolean hold(String id, String holder, Duration length) {
    return redis.runForNumber(lease(id, holder, length)) == 1;
  }

  @Override
  public void release(String id, String holder) {
    redis.runForNumber(lease(id, holder, Duration.ZERO));
  }

  private static ScriptCall lease(String id, String holder, Duration length) {
    return new ScriptCall(Script.HOLD_LEASE)
        .key("cw:account-lease:" + id)
        .argument(holder)
        .argument(length.toMillis());
  }

  @Override
  public long use(String id, String period, long units) {
    String key = "cw:account-use:" + id + ":" + period;
    Long used = redis.ask(commands -> commands.incrby(key, units));
    redis.ask(commands -> commands.pexpire(key, KEPT_USE.toMillis()));
    return used == null ? 0 : used;
  }
}
