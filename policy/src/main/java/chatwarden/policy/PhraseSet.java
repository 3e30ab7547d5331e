package chatwarden.policy;

import chatwarden.text.Diacritics;
import chatwarden.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
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
          .computeIfAbsent(compiled.stripped().getFirst(), first -> new ArrayList<>(1))
          .add(compiled);
    }
  }

  /** Whether the normaliser leaves any word of it. */
  static boolean hasWords(String phrase) {
    return !words(phrase).isEmpty();
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

  private static List<String> words(String text) {
    return Arrays.stream(Normalizer.standard().normalize(text).text().split(" "))
        .filter(word -> !word.isBlank())
        .toList();
  }

  /** A phrase, and its words as normalised, with and without their diacritics. */
  private record Phrase(String given, List<String> words, List<String> stripped) {

    static Phrase of(String given) {
      List<String> words = PhraseSet.words(given);
      if (words.isEmpty()) {
        throw new IllegalArgumentException("phrase: has no words");
      }
      return new Phrase(given, words, words.stream().map(Diacritics::strip).toList());
    }

    boolean standsAt(int at, NormalizedWords text) {
      if (at + words.size() > text.count()) {
        return false;
      }
      for (int i = 0; i < words.size(); i++) {
        String word = text.word(at + i);
        // Written without any diacritics, or just as the phrase is.
        if (!word.equals(words.get(i)) && !word.equals(stripped.get(i))) {
          return false;
        }
      }
      return true;
    }
  }
}
