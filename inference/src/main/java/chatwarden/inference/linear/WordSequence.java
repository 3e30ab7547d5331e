package chatwarden.inference.linear;

import java.util.Arrays;

/**
 * The words of one text in order, each by the keys under which a model may know it. Filled by
 * {@link FeatureHasher}; reusable; not safe for threads.
 */
public final class WordSequence {
  /**
   * How many keys a word has: its hash in {@link FeatureView#WORDS}, that in {@link
   * FeatureView#PLAIN_WORDS}, and that of the step which its score reaches.
   */
  public static final int KEYS = 3;

  private static final int STEPS = 10;
  private static final long[] SCORE_KEYS = new long[STEPS + 1];

  static {
    for (int step = 0; step < SCORE_KEYS.length; step++) {
      SCORE_KEYS[step] = FeatureHasher.mix(1L << 32 | step);
    }
  }

  private long[] keys;
  private int size;

  WordSequence() {
    this(new long[64 * KEYS], 0);
  }

  private WordSequence(long[] keys, int size) {
    this.keys = keys;
    this.size = size;
  }

  /** Returns how many words there are. */
  public int size() {
    return size;
  }

  /** Returns a key of the word at {@code index}. */
  public long key(int index, int kind) {
    return keys[index * KEYS + kind];
  }

  void clear() {
    size = 0;
  }

  /** {@code score} is from {@link WordScores}; a word without one is on the step 0. */
  void add(long word, long plainWord, float score) {
    if ((size + 1) * KEYS > keys.length) {
      keys = Arrays.copyOf(keys, keys.length * 2);
    }
    int at = size++ * KEYS;
    keys[at] = word;
    keys[at + 1] = plainWord;
    keys[at + 2] = SCORE_KEYS[score > 0 ? Math.min(STEPS, 1 + (int) (score * STEPS)) : 0];
  }

  WordSequence compact() {
    return new WordSequence(Arrays.copyOf(keys, size * KEYS), size);
  }
}
