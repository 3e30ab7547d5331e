package chatwarden.inference.edit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Replaces phrases by polite forms, from left to right, the longest first: pronouns anywhere, other
 * phrases where a word of theirs is marked, rude negations, and classifiers with the marked words
 * after them.
 */
final class Substitution {
  private static final int LONGEST_PHRASE = 4;

  /** The Vietnamese for "person", which becomes "you" before a name. */
  private static final String PERSON = "người";

  private static final String YOU = "bạn";

  private final LanguageLists lists;

  Substitution(LanguageLists lists) {
    this.lists = lists;
  }

  /** A polite form of so many words. */
  private record Form(String text, int length) {}

  /** Returns the edits of words that need no mark: those of rude pronouns and negations. */
  List<WordEdit> polite(List<TextWord> words) {
    return edits(words, new boolean[words.size()], WordEdit.KEEP);
  }

  /**
   * Returns the edits of words.
   *
   * @param otherwise the edit of marked words that have no polite form
   */
  List<WordEdit> edits(List<TextWord> words, boolean[] marked, WordEdit otherwise) {
    List<WordEdit> edits = new ArrayList<>(Collections.nCopies(words.size(), WordEdit.KEEP));
    List<String> plain = words.stream().map(TextWord::plain).toList();
    for (int at = 0; at < words.size(); ) {
      Form form = form(words, plain, marked, at);
      int length = form == null ? 1 : form.length();
      if (length == 1 && isClassifier(plain, marked, at)) {
        while (at + length < words.size() && marked[at + length]) {
          length++;
        }
        form = new Form("", length);
      }
      if (form != null) {
        boolean isName =
            form.text().equals(PERSON)
                && at + length < words.size()
                && words.get(at + length).isTitle();
        edits.set(at, WordEdit.to(isName ? YOU : form.text()));
        for (int i = at + 1; i < at + length; i++) {
          edits.set(i, WordEdit.DELETE);
        }
      } else if (marked[at]) {
        edits.set(at, otherwise);
      }
      at += length;
    }
    return edits;
  }

  /** Returns the form of the longest phrase that begins at a word. */
  private @Nullable Form form(List<TextWord> words, List<String> plain, boolean[] marked, int at) {
    for (int n = Math.min(LONGEST_PHRASE, words.size() - at); n > 0; n--) {
      String phrase = String.join(" ", plain.subList(at, at + n));
      String pronoun = lists.pronouns().get(phrase);
      if (pronoun != null && isPronoun(words, plain, at, n)) {
        return new Form(pronoun, n);
      }
      String substitute = lists.substitutes().get(phrase);
      if (substitute != null && any(marked, at, at + n)) {
        return new Form(substitute, n);
      }
      if (n == 1 && lists.rudeNegations().contains(phrase)) {
        boolean asks = at + 1 == words.size() || lists.askingWords().contains(plain.get(at + 1));
        return new Form(asks ? "" : lists.politeNegation(), 1);
      }
    }
    return null;
  }

  private static boolean any(boolean[] marked, int from, int to) {
    for (int i = from; i < to; i++) {
      if (marked[i]) {
        return true;
      }
    }
    return false;
  }

  private boolean isClassifier(List<String> plain, boolean[] marked, int at) {
    return lists.classifiers().contains(plain.get(at))
        && at + 1 < plain.size()
        && marked[at]
        && marked[at + 1];
  }

  /** Returns whether a rude pronoun is one here: not a part of another word, nor of a name. */
  private boolean isPronoun(List<TextWord> words, List<String> plain, int at, int length) {
    String last = plain.get(at + length - 1);
    String after = at + length < plain.size() ? plain.get(at + length) : "";
    if (at > 0 && listed(lists.noPronounBefore().get(last), plain.get(at - 1))
        || listed(lists.noPronounAfter().get(last), after)) {
      return false;
    }
    String text = words.get(at).text();
    boolean named =
        at > 0
            && Character.isUpperCase(text.codePointAt(0))
            && (words.get(at - 1).isTitle()
                || at + length < words.size() && words.get(at + length).isTitle());
    return !named || TextWord.isShouted(text);
  }

  private static boolean listed(@Nullable Set<String> words, String word) {
    return words != null && words.contains(word);
  }
}
