package chatwarden.domain.policy;

import chatwarden.text.CharacterKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Phrases by their letters, so that one pass looks for all of them: equal beginnings are read once.
 * Built first, then read by any number of threads.
 */
final class PhraseTree {

  private final Letter root = new Letter(0);
  private @Nullable String phrase;

  /** Adds a phrase as it was given, by its words. */
  void add(String given, List<PhraseWord> words) {
    if (words.isEmpty()) {
      phrase = phrase == null ? given : phrase;
      return;
    }
    word(words.getFirst()).add(given, words.subList(1, words.size()));
  }

  private PhraseTree word(PhraseWord word) {
    Letter own = root.down(word.spellings().getFirst());
    PhraseTree rest = own.exact;
    if (rest == null) {
      rest = new PhraseTree();
      own.exact = rest;
      for (String spelling : word.spellings()) {
        root.down(spelling).rests.add(rest);
      }
    }
    return rest;
  }

  boolean isEmpty() {
    return root.next.isEmpty();
  }

  /** Returns the node before the first letter of words. */
  Letter root() {
    return root;
  }

  /** Returns the phrase that ends here. */
  Optional<String> phrase() {
    return Optional.ofNullable(phrase);
  }

  /** A letter of a word, with what may follow it. */
  static final class Letter {
    private final int codePoint;
    private final Map<Integer, Letter> next = new HashMap<>();
    private final List<PhraseTree> rests = new ArrayList<>(0);

    /** The rest of the phrases after the word in exactly this spelling. */
    private @Nullable PhraseTree exact;

    private Letter(int codePoint) {
      this.codePoint = codePoint;
    }

    private Letter down(String word) {
      Letter at = this;
      for (int c : word.codePoints().toArray()) {
        at = at.next.computeIfAbsent(c, Letter::new);
      }
      return at;
    }

    int codePoint() {
      return codePoint;
    }

    /** Returns whether it is a letter in the strict sense: neither digit nor sign. */
    boolean isOfWord() {
      return CharacterKind.of(codePoint) == CharacterKind.LETTER;
    }

    Optional<Letter> next(int letter) {
      return Optional.ofNullable(next.get(letter));
    }

    Collection<Letter> next() {
      return next.values();
    }

    /** Returns the rests of the phrases whose words end with this letter. */
    List<PhraseTree> rests() {
      return rests;
    }
  }
}
