package chatwarden.inference.edit;

import java.util.List;

/** Writes forms of texts, token by token. Safe for any number of threads at once. */
public interface FormWriter extends AutoCloseable {

  /**
   * Returns the tokens of a form, without one that ends it.
   *
   * @param tokens those of the text, at least one
   * @param states those of the edit network for each token, one after the other, each scaled to the
   *     length 1
   * @param maxTokens the most tokens of the form
   */
  List<Long> write(long[] tokens, float[] states, int maxTokens);

  @Override
  void close();
}
