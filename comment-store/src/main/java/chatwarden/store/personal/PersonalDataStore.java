package chatwarden.store.personal;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.store.review.Reviewer;

/** The data that is kept of accounts. Blocks for Redis; safe for use by many threads. */
public interface PersonalDataStore {

  /**
   * Returns a page of the comments, bans and audit entries of an account. A page may have fewer
   * records than asked for, even none, while more follow. The first page appends to the audit log
   * of each chat that has something of the account.
   *
   * @param pageSize in [0, 1,000]; 0 is 50
   */
  AccountPage export(AccountScope scope, Reviewer reviewer, int pageSize, String pageToken);

  /**
   * Removes everything of an account that was published before now, and keeps it from coming back.
   * Appends to the audit log of each chat that had something of it. What broke off is completed by
   * another call; a repeated one finds nothing.
   *
   * @throws ChatwardenException UNAVAILABLE, ERASURE_RUNS, while another process erases
   */
  ErasureCounts erase(AccountScope scope, Reviewer reviewer);

  /**
   * Puts pseudonyms in the place of a moderator's name and caller, in all logs, decisions and
   * settings.
   *
   * @param name as the moderator gave it, or empty
   * @param caller {@code key:<id>} or {@code subject:<sub>}, or empty
   * @return how many entries and decisions had one of them
   * @throws ChatwardenException UNAVAILABLE, ERASURE_RUNS, while another process erases
   */
  long pseudonymize(String name, String caller, Reviewer reviewer);

  /** Returns the pseudonym of an id, as it is in audit logs and in exported labels. */
  String pseudonym(String id);
}
