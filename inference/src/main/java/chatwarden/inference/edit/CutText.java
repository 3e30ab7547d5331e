package chatwarden.inference.edit;

import java.util.List;

/**
 * A text cut into tokens and words.
 *
 * @param ids the tokens, the one before the text first
 * @param words the words whose tokens are all among them
 * @param whole whether no token was left out
 */
@SuppressWarnings("ArrayRecordComponent") // not to be changed
record CutText(long[] ids, List<TextWord> words, boolean whole) {
  CutText {
    words = List.copyOf(words);
  }

  @Override
  public String toString() {
    return "CutText[tokens=" + ids.length + "]"; // Texts never reach a log.
  }
}
