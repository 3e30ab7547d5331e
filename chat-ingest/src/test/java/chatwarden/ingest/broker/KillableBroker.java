package chatwarden.ingest.broker;

/** A broker of its own for a test, which can be killed and comes back with its data. */
public interface KillableBroker extends AutoCloseable {
  /** The same before and after a restart. */
  String uri();

  /** Kills it with SIGKILL. */
  void kill9();

  /** Starts it again on the same port with the same data. */
  void restart();

  @Override
  void close();
}
