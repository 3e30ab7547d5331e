package chatwarden.inference.generate;

/**
 * The tokens so far, by the states that the model keeps of them. Holds native memory until it is
 * closed; its successors do not need it.
 */
interface Continuation extends AutoCloseable {

  /** Returns the logits of the next token over the vocabulary; not to be changed. */
  float[] logits();

  /** Reads one more token. */
  Continuation next(long token);

  @Override
  void close();
}
