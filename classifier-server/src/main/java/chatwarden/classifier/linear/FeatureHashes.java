package chatwarden.classifier.linear;

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

  private static final int INITIAL_SIZE = 64;
  private static final int INITIAL_INDEX = 1024;

  private final long[][] hashes = new long[FeatureView.COUNT][];
  private final int[][] counts = new int[FeatureView.COUNT][];
  private final int[] sizes = new int[FeatureView.COUNT];

  /**
   * Which feature stands where, to find repeated ones; an entry counts if its round is this one.
   */
  private int[] index;

  private int[] rounds;
  private int round = 1;
  private int used;

  /** No features yet. */
  public FeatureHashes() {
    Arrays.setAll(hashes, view -> new long[INITIAL_SIZE]);
    Arrays.setAll(counts, view -> new int[INITIAL_SIZE]);
    index = new int[INITIAL_INDEX];
    rounds = new int[INITIAL_INDEX];
  }

  private FeatureHashes(FeatureHashes from) {
    for (int view = 0; view < FeatureView.COUNT; view++) {
      sizes[view] = from.sizes[view];
      hashes[view] = Arrays.copyOf(from.hashes[view], Math.max(1, sizes[view]));
      counts[view] = Arrays.copyOf(from.counts[view], Math.max(1, sizes[view]));
    }
    index = new int[2];
    rounds = new int[2];
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

  /** Returns the frequency of a feature, damped: 1 plus the logarithm of its count. */
  public float frequency(FeatureView view, int index) {
    return frequency(view.ordinal(), index);
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
    used = 0;
    if (++round == 0) {
      Arrays.fill(rounds, 0);
      round = 1;
    }
  }

  void add(int view, long hash) {
    if (used * 2 >= index.length) {
      growIndex();
    }
    int mask = index.length - 1;
    int place = (int) (hash >>> 24) & mask;
    while (rounds[place] == round) {
      int feature = index[place];
      if ((feature & 7) == view && hashes[view][feature >>> 3] == hash) {
        counts[view][feature >>> 3]++;
        return;
      }
      place = (place + 1) & mask;
    }
    rounds[place] = round;
    index[place] = sizes[view] << 3 | view;
    used++;
    append(view, hash);
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
    int[] features = new int[used];
    int found = 0;
    for (int place = 0; place < index.length; place++) {
      if (rounds[place] == round) {
        features[found++] = index[place];
      }
    }
    index = new int[index.length * 2];
    rounds = new int[index.length];
    int mask = index.length - 1;
    for (int feature : features) {
      int place = (int) (hashes[feature & 7][feature >>> 3] >>> 24) & mask;
      while (rounds[place] == round) {
        place = (place + 1) & mask;
      }
      rounds[place] = round;
      index[place] = feature;
    }
  }
}
