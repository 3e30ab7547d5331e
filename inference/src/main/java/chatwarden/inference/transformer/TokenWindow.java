package chatwarden.inference.transformer;

import ai.djl.huggingface.tokenizers.Encoding;

/**
 * A run of tokens of one text that a model reads at once.
 *
 * @param text the index of the text among those of the call
 * @param encoding its tokens, with their places in code points of the text
 */
public record TokenWindow(int text, Encoding encoding) {

  /** Returns the number of tokens, special ones included. */
  public int length() {
    return encoding.getIds().length;
  }
}
