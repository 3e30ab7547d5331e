package chatwarden.mlops.patterns;

import chatwarden.inference.linear.FeatureHashes;
import chatwarden.inference.linear.WordSequence;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The keys of words that occur in enough texts, each with its number, and after these the n-grams
 * that enough such words are spelled with.
 */
final class WordIndex {
  private static final int MIN_WORDS = 2;
  private static final int[] NONE = {};

  private final Map<Long, Integer> numbers = new HashMap<>();
  private final long[] keys;

  /** What each key is spelled with, if it is that of a word as it is written. */
  private final int[][] ngrams;

  private final int embeddings;

  private WordIndex(long[] keys, Spellings spellings) {
    this.keys = keys;
    for (int i = 0; i < keys.length; i++) {
      numbers.put(keys[i], i);
    }
    Map<Long, Integer> ngramNumbers = new HashMap<>();
    for (long ngram : frequent(counts(Arrays.stream(keys).mapToObj(spellings::of)), MIN_WORDS)) {
      ngramNumbers.put(ngram, keys.length + ngramNumbers.size());
    }
    embeddings = keys.length + ngramNumbers.size();
    ngrams = new int[keys.length][];
    Arrays.setAll(
        ngrams,
        key ->
            Arrays.stream(spellings.of(keys[key]))
                .mapToInt(ngram -> ngramNumbers.getOrDefault(ngram, -1))
                .filter(number -> number >= 0)
                .toArray());
  }

  static WordIndex of(List<FeatureHashes> texts, int minDocuments, Spellings spellings) {
    return new WordIndex(
        frequent(counts(texts.stream().map(WordIndex::keys)), minDocuments), spellings);
  }

  private static long[] keys(FeatureHashes text) {
    WordSequence words = text.words();
    long[] keys = new long[words.size() * WordSequence.KEYS];
    Arrays.setAll(keys, i -> words.key(i / WordSequence.KEYS, i % WordSequence.KEYS));
    return keys;
  }

  /** Returns in how many of the arrays each number occurs. */
  private static Map<Long, Integer> counts(Stream<long[]> arrays) {
    Map<Long, Integer> counts = new HashMap<>();
    arrays.forEach(
        array -> {
          Set<Long> own = new HashSet<>();
          Arrays.stream(array).forEach(own::add);
          own.forEach(number -> counts.merge(number, 1, Integer::sum));
        });
    return counts;
  }

  private static long[] frequent(Map<Long, Integer> counts, int least) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() >= least)
        .mapToLong(Map.Entry::getKey)
        .sorted()
        .toArray();
  }

  /** Returns how many keys there are. */
  int size() {
    return keys.length;
  }

  /** Returns how many keys and n-grams there are. */
  int embeddings() {
    return embeddings;
  }

  long[] keys() {
    return keys.clone();
  }

  /** Returns a word that has nothing but one key, and what that is spelled with. */
  WordParts alone(int key) {
    return new WordParts(new int[] {key}, ngrams[key]);
  }

  /**
   * Returns the words of a text; one that is not known as it is written is spelled with nothing.
   */
  WordParts[] of(FeatureHashes text) {
    WordSequence words = text.words();
    WordParts[] found = new WordParts[words.size()];
    Arrays.setAll(found, i -> parts(words, i));
    return found;
  }

  private WordParts parts(WordSequence words, int index) {
    int[] own = new int[WordSequence.KEYS];
    Arrays.setAll(own, kind -> numbers.getOrDefault(words.key(index, kind), -1));
    return new WordParts(own, own[0] < 0 ? NONE : ngrams[own[0]]);
  }
}
