package chatwarden.inference.edit;

import java.util.List;

/**
 * What the sequence model may write.
 *
 * @param longestText the most tokens of a text that it is asked for
 * @param extraTokens how many tokens a form may have more than its text
 * @param words those that a form may have and its text has not, each one token
 */
record SequenceRules(int longestText, int extraTokens, List<String> words) {
  SequenceRules {
    words = List.copyOf(words);
  }
}
