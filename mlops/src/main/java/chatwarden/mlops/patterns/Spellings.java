package chatwarden.mlops.patterns;

import chatwarden.inference.linear.FeatureHasher;
import chatwarden.inference.linear.FeatureHashes;
import chatwarden.inference.linear.FeatureView;
import chatwarden.inference.linear.WordScores;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What words are spelled with: the runs of characters within each, with and without diacritics, by
 * the hash of the word. Filled word by word, then only read.
 */
public final class Spellings {
  private static final List<FeatureView> VIEWS =
      List.of(FeatureView.CHARACTERS, FeatureView.PLAIN_CHARACTERS);
  private static final long[] NONE = {};

  private final FeatureHasher hasher = new FeatureHasher(WordScores.NONE);
  private final FeatureHashes features = new FeatureHashes();
  private final Map<Long, long[]> ngrams = new HashMap<>();

  /** Adds a word of normalised text. */
  public void add(String word) {
    ngrams.computeIfAbsent(FeatureHasher.word(word), _ -> ngrams(word));
  }

  private long[] ngrams(String word) {
    hasher.hash(word, features);
    long[] found = new long[VIEWS.stream().mapToInt(features::size).sum()];
    int size = 0;
    for (FeatureView view : VIEWS) {
      for (int i = 0; i < features.size(view); i++) {
        found[size++] = features.hash(view, i);
      }
    }
    return found;
  }

  /** Returns the n-grams of the word of this hash; none if it was not added. */
  long[] of(long word) {
    return ngrams.getOrDefault(word, NONE);
  }
}
