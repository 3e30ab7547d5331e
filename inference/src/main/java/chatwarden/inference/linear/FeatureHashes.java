package chatwarden.inference.linear;

import java.util.Arrays;

/**
 * The features of one text, each the 64-bit hash of an n-gram with how often it occurs, grouped by
 * view. Filled by {@link FeatureHasher}; reusable; not safe for threads.
 */
public final class FeatureHashes {
  private static final float[] DAMPED = new float[64];

  static {
    for (int count = 1; count < DAMPED.length; count++) {
      DAMPED[count] = (float) (1 + Math.log(count));
    }
  }

  private static final int INITIAL_SIZE = 256;
  private static final int INITIAL_INDEX = 2048;

  private final long[][] hashes = new long[FeatureView.COUNT][];
  private final int[][] counts = new int[FeatureView.COUNT][];
  private final int[] sizes = new int[FeatureView.COUNT];

  /** The features that stand somewhere, placed by their hashes, to find repeated ones; or 0. */
  private long[] index;

  /** The place in its view of each feature of {@link #index}. */
  private int[] positions;

  private int used;
  private final WordSequence words;

  /** No features yet. */
  public FeatureHashes() {
    Arrays.setAll(hashes, view -> new long[INITIAL_SIZE]);
    Arrays.setAll(counts, view -> new int[INITIAL_SIZE]);
    index = new long[INITIAL_INDEX];
    positions = new int[INITIAL_INDEX];
    words = new WordSequence();
  }

  private FeatureHashes(FeatureHashes from) {
    words = from.words.compact();
    for (int view = 0; view < FeatureView.COUNT; view++) {
      sizes[view] = from.sizes[view];
      hashes[view] = Arrays.copyOf(from.hashes[view], Math.max(1, sizes[view]));
      counts[view] = Arrays.copyOf(from.counts[view], Math.max(1, sizes[view]));
    }
    index = new long[2];
    positions = new int[2];
  }

  /**
   * Returns a copy that takes no more memory than its features need; for keeping, not refilling.
   */
  public FeatureHashes compact() {
    return new FeatureHashes(this);
  }

  /** Returns how many different features {@code view} has. */
  public int size(FeatureView view) {
    return sizes[view.ordinal()];
  }

  /** Returns the hash of the feature {@code index} of {@code view}. */
  public long hash(FeatureView view, int index) {
    return hashes[view.ordinal()][index];
  }

  /** Returns which feature of {@code view} has a hash; one of them must. */
  int index(FeatureView view, long hash) {
    int index = 0;
    while (hashes[view.ordinal()][index] != hash) {
      index++;
    }
    return index;
  }

  /** Returns the frequency of a feature, damped: 1 plus the logarithm of its count. */
  public float frequency(FeatureView view, int index) {
    return frequency(view.ordinal(), index);
  }

  /** Returns the words, in the order of the text. */
  public WordSequence words() {
    return words;
  }

  long[] hashes(int view) {
    return hashes[view];
  }

  int size(int view) {
    return sizes[view];
  }

  float frequency(int view, int index) {
    int count = counts[view][index];
    return count < DAMPED.length ? DAMPED[count] : (float) (1 + Math.log(count));
  }

  void clear() {
    Arrays.fill(sizes, 0);
    words.clear();
    used = 0;
    if (index.length > INITIAL_INDEX) {
      index = new long[INITIAL_INDEX];
      positions = new int[INITIAL_INDEX];
    } else {
      Arrays.fill(index, 0);
    }
  }

  /** Adds a feature; its hash depends on its view too, and is taken for another if it is 0. */
  void add(int view, long hash) {
    long key = hash == 0 ? 1 : hash;
    if (used * 2 >= index.length) {
      growIndex();
    }
    int place = place(key);
    if (index[place] == key) {
      counts[view][positions[place]]++;
    } else {
      index[place] = key;
      positions[place] = sizes[view];
      used++;
      append(view, key);
    }
  }

  /** Returns the place of {@code key}, or the empty place for it. */
  private int place(long key) {
    int mask = index.length - 1;
    int place = (int) (key >>> 24) & mask;
    while (index[place] != 0 && index[place] != key) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private void append(int view, long hash) {
    int size = sizes[view]++;
    if (size == hashes[view].length) {
      hashes[view] = Arrays.copyOf(hashes[view], size * 2);
      counts[view] = Arrays.copyOf(counts[view], size * 2);
    }
    hashes[view][size] = hash;
    counts[view][size] = 1;
  }

  private void growIndex() {
    long[] keys = index;
    int[] stood = positions;
    index = new long[keys.length * 2];
    positions = new int[keys.length * 2];
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] != 0) {
        int place = place(keys[i]);
        index[place] = keys[i];
        positions[place] = stood[i];
      }
    }
  }
}
