package chatwarden.store.personal;

import chatwarden.account.v1.AccountRecord;
import java.util.List;

/**
 * Some of the data of an account.
 *
 * @param records chat by chat
 * @param nextPageToken of the next page; empty on the last
 */
public record AccountPage(List<AccountRecord> records, String nextPageToken) {

  /** Copies the records. */
  public AccountPage {
    records = List.copyOf(records);
  }
}
