package chatwarden.trainer.patterns;

import chatwarden.classifier.linear.FeatureHashes;
import chatwarden.classifier.linear.WordSequence;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keys of words that stand in enough texts, each with its number. */
final class WordIndex {
  private final Map<Long, Integer> numbers = new HashMap<>();
  private final long[] keys;

  private WordIndex(long[] keys) {
    this.keys = keys;
    for (int i = 0; i < keys.length; i++) {
      numbers.put(keys[i], i);
    }
  }

  static WordIndex of(List<FeatureHashes> texts, int minDocuments) {
    Map<Long, Integer> documents = new HashMap<>();
    for (FeatureHashes text : texts) {
      Set<Long> own = new HashSet<>();
      WordSequence words = text.words();
      for (int i = 0; i < words.size() * WordSequence.KEYS; i++) {
        own.add(words.key(i / WordSequence.KEYS, i % WordSequence.KEYS));
      }
      own.forEach(key -> documents.merge(key, 1, Integer::sum));
    }
    return new WordIndex(
        documents.entrySet().stream()
            .filter(entry -> entry.getValue() >= minDocuments)
            .mapToLong(Map.Entry::getKey)
            .sorted()
            .toArray());
  }

  int size() {
    return keys.length;
  }

  long[] keys() {
    return keys.clone();
  }

  /** Returns the numbers of the keys of a text, word after word; -1 for one that is not known. */
  int[] of(FeatureHashes text) {
    WordSequence words = text.words();
    int[] found = new int[words.size() * WordSequence.KEYS];
    Arrays.setAll(
        found,
        i -> numbers.getOrDefault(words.key(i / WordSequence.KEYS, i % WordSequence.KEYS), -1));
    return found;
  }
}
