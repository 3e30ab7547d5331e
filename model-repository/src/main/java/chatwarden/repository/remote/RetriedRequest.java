package chatwarden.repository.remote;

import chatwarden.runtime.retry.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The tries of one request: pauses after failures that may pass, and asks the location for a fresh
 * address where one is refused.
 */
final class RetriedRequest {

  private final ArtefactSettings settings;

  RetriedRequest(ArtefactSettings settings) {
    this.settings = settings;
  }

  /** One try with one address. */
  @FunctionalInterface
  interface Attempt<T> {

    /**
     * Returns the result.
     *
     * @throws RefusedAddressException if the server refuses the address
     * @throws IOException if the same address may be answered later
     */
    T run(ArtefactAddress address) throws IOException;
  }

  /** An address that its server refuses: it may have expired. */
  static final class RefusedAddressException extends IOException {

    private static final long serialVersionUID = 1L;
    private final int status;

    RefusedAddressException(int status) {
      super("HTTP status " + status);
      this.status = status;
    }
  }

  /** A server that is busy or broken for the moment. */
  static final class BusyServerException extends IOException {

    private static final long serialVersionUID = 1L;
    private final Duration retryAfter;

    BusyServerException(int status, Duration retryAfter) {
      super("HTTP status " + status);
      this.retryAfter = retryAfter;
    }
  }

  /**
   * Returns the result of the first try that succeeds. Tries that made progress count as the first.
   *
   * @param progress how far the tries have come; more than ever before is progress
   * @throws chatwarden.runtime.error.ChatwardenException if none does
   */
  <T> T run(ArtefactLocation location, LongSupplier progress, Attempt<T> attempt) {
    Backoff backoff = new Backoff(settings.firstPause(), settings.longestPause());
    ArtefactAddress address = location.resolve();
    boolean isRenewed = false;
    int failures = 0;
    long furthest = progress.getAsLong();
    while (true) {
      try {
        return attempt.run(address);
      } catch (IOException e) {
        if (progress.getAsLong() > furthest) {
          furthest = progress.getAsLong();
          failures = 0;
          isRenewed = false;
          backoff.reset();
        }
        if (e instanceof RefusedAddressException refused) {
          ArtefactAddress fresh = isRenewed ? address : location.resolve();
          if (fresh.equals(address)) {
            throw ArtefactFaults.refused(address, refused.status);
          }
          isRenewed = true;
          address = fresh;
        } else if (++failures >= settings.attempts()) {
          throw ArtefactFaults.away(address, e);
        } else {
          pause(address, longer(backoff.next(), e));
        }
      }
    }
  }

  private Duration longer(Duration pause, IOException failure) {
    if (failure instanceof BusyServerException busy && busy.retryAfter.compareTo(pause) > 0) {
      return busy.retryAfter.compareTo(settings.longestPause()) > 0
          ? settings.longestPause()
          : busy.retryAfter;
    }
    return pause;
  }

  private static void pause(ArtefactAddress address, Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      throw ArtefactFaults.interrupted(address);
    }
  }
}
