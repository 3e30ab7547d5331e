package chatwarden.runtime.flow;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs a round of work on one thread at a time. A thread that asks for a round while another is in
 * one leaves its wish to that one, so that no thread ever waits for another.
 */
public final class SerialRounds {

  private final Runnable round;

  /** How often a round was asked for since the thread in it began. */
  private final AtomicInteger requested = new AtomicInteger();

  /** Creates the rounds of this work. */
  public SerialRounds(Runnable round) {
    this.round = round;
  }

  /** Runs a round now, on this thread or on the one that is in a round. */
  public void run() {
    if (requested.getAndIncrement() > 0) {
      return;
    }
    int granted = 1;
    do {
      try {
        round.run();
      } catch (RuntimeException | Error e) {
        requested.set(0);
        throw e;
      }
      granted = requested.addAndGet(-granted);
    } while (granted > 0);
  }
}
