package chatwarden.mlops.stageone;

import chatwarden.inference.linear.FeatureHasher;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** The words that stand in more than one text, each also without its diacritics. */
final class KnownWords {
  private static final int MIN_TEXTS = 2;

  private final Map<String, Integer> texts = new HashMap<>();

  /** Adds a normalised text. */
  void add(String normalized) {
    new HashSet<>(MarkedWords.words(normalized))
        .forEach(word -> texts.merge(word, 1, Integer::sum));
  }

  SortedSet<String> words() {
    SortedSet<String> words = new TreeSet<>();
    texts.forEach(
        (word, count) -> {
          if (count >= MIN_TEXTS) {
            words.add(word);
            words.add(FeatureHasher.plain(word));
          }
        });
    words.remove("");
    return words;
  }
}
