package chatwarden.standalone.record;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Fails where a record would need more characters than the bound, and counts all of them. */
final class RecordBound extends FilterReader {
  private final int most;
  private long offset;
  private long end;

  RecordBound(Reader in, long offset, int most) {
    super(in);
    this.offset = offset;
    this.most = most;
    renew();
  }

  /** Gives the next record the whole bound. */
  void renew() {
    end = offset + most;
  }

  boolean isExceeded() {
    return offset >= end;
  }

  /** Returns how many characters of the file were read or passed over. */
  long offset() {
    return offset;
  }

  @Override
  public int read() throws IOException {
    check();
    int character = super.read();
    offset += character < 0 ? 0 : 1;
    return character;
  }

  @Override
  public int read(char[] buffer, int from, int length) throws IOException {
    check();
    int count = super.read(buffer, from, length);
    offset += Math.max(0, count);
    return count;
  }

  private void check() throws IOException {
    if (isExceeded()) {
      throw new IOException("a record of more than " + most + " characters");
    }
  }
}
