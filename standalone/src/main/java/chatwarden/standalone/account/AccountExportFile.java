package chatwarden.standalone.account;

import chatwarden.account.v1.AccountRecord;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;

/** Writes the data of an account as JSON Lines. Used by one thread. */
public final class AccountExportFile implements AccountPages.Sink {

  private static final JsonFormat.Printer JSON =
      JsonFormat.printer().omittingInsignificantWhitespace();

  private final Appendable out;
  private long records;

  /** Writes to {@code out}. */
  public AccountExportFile(Appendable out) {
    this.out = out;
  }

  @Override
  public void take(AccountRecord record) throws IOException {
    out.append(JSON.print(record)).append('\n');
    records++;
  }

  /** Returns how many records were written. */
  public long records() {
    return records;
  }
}
