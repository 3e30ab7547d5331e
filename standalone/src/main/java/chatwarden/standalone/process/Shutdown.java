package chatwarden.standalone.process;

import chatwarden.runtime.error.FaultWords;
import sun.misc.Signal;

/**
 * Ends the process in order on SIGTERM or Ctrl-C, or when its work is over. A process that was
 * asked to stop and stopped in order succeeded, so its status is 0.
 *
 * <p>Signals are handled here and not by shutdown hooks, because those of libraries run at the same
 * time as ours and would close connections that are still drained.
 */
public final class Shutdown {
  private final AutoCloseable running;
  private boolean closed;

  private Shutdown(AutoCloseable running) {
    this.running = running;
  }

  /** Closes {@code running} when the process is told to end. */
  public static Shutdown of(AutoCloseable running) {
    Shutdown shutdown = new Shutdown(running);
    for (String signal : new String[] {"TERM", "INT"}) {
      Signal.handle(new Signal(signal), told -> shutdown.endNow());
    }
    return shutdown;
  }

  private void endNow() {
    int status = exit(0);
    System.out.flush();
    System.err.flush();
    Runtime.getRuntime().halt(status);
  }

  /**
   * Closes the running parts.
   *
   * @return the status to end with: {@code status}, or 2 when the closing failed
   */
  public synchronized int exit(int status) {
    if (!closed) {
      closed = true;
      try {
        running.close();
      } catch (Exception e) {
        System.err.println("chatwarden: stopped with a fault: " + FaultWords.of(e));
        return 2;
      }
    }
    return status;
  }
}
