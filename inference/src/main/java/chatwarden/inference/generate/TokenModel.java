package chatwarden.inference.generate;

/** A language model that continues tokens one by one. Safe for any number of threads at once. */
interface TokenModel extends AutoCloseable {

  /** Reads a prompt, at least one token. */
  Continuation begin(long[] prompt);

  @Override
  void close();
}
