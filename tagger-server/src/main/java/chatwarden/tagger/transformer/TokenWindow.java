package chatwarden.tagger.transformer;

import ai.djl.huggingface.tokenizers.Encoding;

/**
 * A run of tokens of one text that a model reads at once.
 *
 * @param text which text of the call
 * @param encoding its tokens, with their places in code points of the text
 */
record TokenWindow(int text, Encoding encoding) {

  int length() {
    return encoding.getIds().length;
  }
}
