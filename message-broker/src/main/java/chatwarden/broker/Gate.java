package chatwarden.broker;

/** Delays the consumption of a queue while its messages cannot be worked on. */
@FunctionalInterface
public interface Gate {

  /** Returns when messages can be worked on. */
  void await() throws InterruptedException;
}
