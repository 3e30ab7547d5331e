package chatwarden.standalone.account;

import chatwarden.account.v1.AccountRecord;
import chatwarden.account.v1.AccountServiceGrpc;
import chatwarden.account.v1.ExportAccountRequest;
import chatwarden.account.v1.ExportAccountResponse;
import io.grpc.Channel;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Reads the data of an account from a bridge, page by page. Blocks. */
public final class AccountPages {

  private static final int PAGE = 200;
  private static final int TIMEOUT_SECONDS = 60;

  private AccountPages() {}

  /** Takes the records of an account. */
  public interface Sink {

    /** Takes the next record. */
    void take(AccountRecord record) throws IOException;
  }

  /**
   * Reads everything.
   *
   * @param first the request for the first page
   * @return the pseudonym of the account; empty from a bridge of an earlier version
   */
  public static String read(Channel bridge, ExportAccountRequest first, Sink sink)
      throws IOException {
    ExportAccountRequest request = first.toBuilder().setPageSize(PAGE).build();
    while (true) {
      ExportAccountResponse page =
          AccountServiceGrpc.newBlockingStub(bridge)
              .withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS)
              .exportAccount(request);
      for (AccountRecord record : page.getRecordsList()) {
        sink.take(record);
      }
      if (page.getNextPageToken().isEmpty()) {
        return page.getAuthorHash();
      }
      request = request.toBuilder().setPageToken(page.getNextPageToken()).build();
    }
  }
}
