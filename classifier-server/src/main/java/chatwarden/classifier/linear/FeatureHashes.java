package chatwarden.classifier.linear;

import java.util.Arrays;

/**
 * The features of one text, each the 64-bit hash of an n-gram, grouped by view; an n-gram that
 * occurs twice stands there twice. Filled by {@link FeatureHasher}; reusable; not safe for threads.
 */
public final class FeatureHashes {
  private final long[][] hashes = new long[FeatureView.COUNT][64];
  private final int[] sizes = new int[FeatureView.COUNT];

  /** Returns how many features {@code view} has. */
  public int size(FeatureView view) {
    return sizes[view.ordinal()];
  }

  /** Returns the hash of the feature {@code index} of {@code view}. */
  public long hash(FeatureView view, int index) {
    return hashes[view.ordinal()][index];
  }

  long[] hashes(int view) {
    return hashes[view];
  }

  int size(int view) {
    return sizes[view];
  }

  void clear() {
    Arrays.fill(sizes, 0);
  }

  void add(int view, long hash) {
    int size = sizes[view]++;
    if (size == hashes[view].length) {
      hashes[view] = Arrays.copyOf(hashes[view], size * 2);
    }
    hashes[view][size] = hash;
  }
}
