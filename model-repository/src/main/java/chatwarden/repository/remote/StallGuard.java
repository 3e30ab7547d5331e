package chatwarden.repository.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A body whose reading fails where no byte comes for a while; the timeout of a request ends with
 * its headers. Read by one thread.
 */
final class StallGuard implements AutoCloseable {

  private final InputStream body;
  private final long timeoutNanos;
  private volatile long lastByte = System.nanoTime();
  private volatile boolean isStalled;
  private volatile boolean isClosed;

  StallGuard(InputStream body, Duration timeout) {
    this.body = body;
    this.timeoutNanos = timeout.toNanos();
    checkAfter(timeoutNanos);
  }

  private void checkAfter(long nanos) {
    CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS).execute(this::check);
  }

  private void check() {
    if (isClosed) {
      return;
    }
    long left = timeoutNanos - (System.nanoTime() - lastByte);
    if (left > 0) {
      checkAfter(left);
      return;
    }
    isStalled = true;
    try {
      body.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns how many bytes it read into {@code buffer}; -1 at the end. */
  int read(byte[] buffer) throws IOException {
    try {
      int read = body.read(buffer);
      if (isStalled) {
        throw new HttpTimeoutException("no byte in time");
      }
      lastByte = System.nanoTime();
      return read;
    } catch (IOException e) {
      throw isStalled ? new HttpTimeoutException("no byte in time") : e;
    }
  }

  @Override
  public void close() throws IOException {
    isClosed = true;
    body.close();
  }
}
