package chatwarden.standalone.process;

/**
 * Ends the process in order when it is told to: by SIGTERM, by Ctrl-C, or by its own exit. A process that was told to stop and
 * stopped in order has done what it was asked, so its status is 0.
 */
public final class Shutdown {
  private volatile int status;

  /** Closes {@code running} when the process ends, whatever ends it. */
  public void closeAtEnd(AutoCloseable running) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    running.close();
                  } catch (Exception e) {
                    System.err.println("chatwarden: stopped with a fault: " + e);
                    status = 2;
                  }
                  // A JVM that a signal ends would say so by its status.
                  Runtime.getRuntime().halt(status);
                },
                "shutdown"));
  }

  /** The status that the process ends with when it ends by itself. */
  public int exit(int value) {
    status = value;
    return value;
  }
}
