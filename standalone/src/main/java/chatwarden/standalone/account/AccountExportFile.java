package chatwarden.standalone.account;

import chatwarden.account.v1.AccountRecord;
import chatwarden.account.v1.AccountServiceGrpc.AccountServiceBlockingStub;
import chatwarden.account.v1.ExportAccountRequest;
import chatwarden.account.v1.ExportAccountResponse;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Writes the data of an account as JSON Lines, page by page. */
public final class AccountExportFile {

  private static final int PAGE = 200;
  private static final int TIMEOUT_SECONDS = 60;

  private static final JsonFormat.Printer JSON =
      JsonFormat.printer().omittingInsignificantWhitespace();

  private AccountExportFile() {}

  /**
   * Writes every record as a line.
   *
   * @param first the request for the first page
   * @return how many records there are
   */
  public static long write(
      AccountServiceBlockingStub service, ExportAccountRequest first, Appendable out)
      throws IOException {
    long records = 0;
    ExportAccountRequest request = first.toBuilder().setPageSize(PAGE).build();
    while (true) {
      ExportAccountResponse page =
          service.withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS).exportAccount(request);
      for (AccountRecord record : page.getRecordsList()) {
        out.append(JSON.print(record)).append('\n');
        records++;
      }
      if (page.getNextPageToken().isEmpty()) {
        return records;
      }
      request = request.toBuilder().setPageToken(page.getNextPageToken()).build();
    }
  }
}
