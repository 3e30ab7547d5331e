package chatwarden.inference.rewriter;

import java.util.function.Consumer;

/**
 * A stage 3 model, open and ready. Safe for any number of threads at once. A text's answer depends
 * on the text and its language alone.
 */
public interface Rewriter extends AutoCloseable {

  /**
   * Returns the answer to a text. Runs on the calling thread.
   *
   * @param language a BCP 47 primary subtag, or {@code auto}
   * @param found takes the text of each candidate as it is found, before it is ranked; may throw to
   *     stop
   */
  Rewriting rewrite(String text, String language, Consumer<RewriteCandidate> found);

  /** Frees what the model holds. No call may be running or follow. Closing twice does nothing. */
  @Override
  void close();
}
