package chatwarden.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Phrases that are looked for among the words of a normalised text, all of them in one pass: each
 * word of the text is looked up once as it stands and, where it has no diacritics, that is the form
 * that phrases written without them have. Immutable.
 */
final class PhraseSet {

  /** By the first word without its diacritics. */
  private final Map<String, List<Phrase>> byFirst = new HashMap<>();

  PhraseSet(List<String> phrases) {
    for (String phrase : phrases) {
      Phrase compiled = Phrase.of(phrase);
      byFirst
          .computeIfAbsent(compiled.words().stripped(0), first -> new ArrayList<>(1))
          .add(compiled);
    }
  }

  /** Whether the normaliser leaves any word of it. */
  static boolean hasWords(String phrase) {
    return new NormalizedWords(phrase).count() > 0;
  }

  boolean isEmpty() {
    return byFirst.isEmpty();
  }

  /** The first phrase, by its place in the text, that stands in it, as it was given. */
  Optional<String> find(NormalizedWords text) {
    for (int at = 0; at < text.count(); at++) {
      for (Phrase phrase : byFirst.getOrDefault(text.stripped(at), List.of())) {
        if (phrase.standsAt(at, text)) {
          return Optional.of(phrase.given());
        }
      }
    }
    return Optional.empty();
  }

  /** A phrase as it was given, and its words. */
  private record Phrase(String given, NormalizedWords words) {

    static Phrase of(String given) {
      NormalizedWords words = new NormalizedWords(given);
      if (words.count() == 0) {
        throw new IllegalArgumentException("phrase: has no words");
      }
      return new Phrase(given, words);
    }

    boolean standsAt(int at, NormalizedWords text) {
      if (at + words.count() > text.count()) {
        return false;
      }
      for (int i = 0; i < words.count(); i++) {
        String word = text.word(at + i);
        // Written without any diacritics, or just as the phrase is.
        if (!word.equals(words.word(i)) && !word.equals(words.stripped(i))) {
          return false;
        }
      }
      return true;
    }
  }
}
