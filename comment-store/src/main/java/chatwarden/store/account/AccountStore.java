package chatwarden.store.account;

import chatwarden.action.v1.Account;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The connected accounts. Their tokens are here as sealed bytes, which only the holder of the key
 * can open. Safe for use by many threads; blocks for the store.
 */
public interface AccountStore {

  /** How many accounts there may be. */
  int MAX_ACCOUNTS = 1_000;

  /** Stores an account with its tokens, in the place of an earlier one of its id. */
  void put(Account account, byte[] sealedTokens);

  /** Stores new tokens of an account. */
  void putTokens(String id, byte[] sealedTokens);

  /** Notes why an account cannot act; empty text where it can again. */
  void setProblem(String id, String problem);

  /** Returns all accounts, in the order of their ids. */
  List<Account> list();

  /** Returns an account; empty when there is none of this id. */
  Optional<Account> find(String id);

  /** Returns the sealed tokens of an account; empty when there is none of this id. */
  Optional<byte[]> tokens(String id);

  /** Removes an account and its tokens. */
  void remove(String id);

  /**
   * Takes the lease of an account for a time, or renews it.
   *
   * @param holder a name that no other process has
   * @return false while another holder has it
   */
  boolean hold(String id, String holder, Duration length);

  /** Gives the lease of an account back, if this holder has it. */
  void release(String id, String holder);

  /**
   * Adds to the units that an account has used up of a period.
   *
   * @param period a name of the period, a day for example
   * @param units how many to add; 0 to read alone
   * @return how many it has used now
   */
  long use(String id, String period, long units);
}
