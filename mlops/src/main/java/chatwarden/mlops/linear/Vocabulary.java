package chatwarden.mlops.linear;

import chatwarden.inference.linear.FeatureHashes;
import chatwarden.inference.linear.FeatureView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The features that a model knows: those that stand in enough texts, each with its column and its
 * inverse document frequency.
 */
public final class Vocabulary {
  private final long[] hashes;
  private final float[] inverseFrequencies;
  private final long[] slots;
  private final int[] columns;
  private final int mask;

  private Vocabulary(long[] hashes, float[] inverseFrequencies) {
    this.hashes = hashes;
    this.inverseFrequencies = inverseFrequencies;
    int capacity = Integer.highestOneBit(Math.max(16, hashes.length)) * 4;
    mask = capacity - 1;
    slots = new long[capacity];
    columns = new int[capacity];
    Arrays.fill(columns, -1);
    for (int column = 0; column < hashes.length; column++) {
      int slot = (int) hashes[column] & mask;
      while (columns[slot] >= 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = hashes[column];
      columns[slot] = column;
    }
  }

  /** Gathers the features that are in at least {@code minDocuments[view]} of {@code texts}. */
  public static Vocabulary gather(List<FeatureHashes> texts, int[] minDocuments) {
    return gather(texts, minDocuments, List.of(), minDocuments);
  }

  /**
   * Gathers the features that are in at least {@code minDocuments[view]} of {@code texts}, or in at
   * least {@code minOthers[view]} of {@code others}; their frequencies are those in both.
   */
  public static Vocabulary gather(
      List<FeatureHashes> texts, int[] minDocuments, List<FeatureHashes> others, int[] minOthers) {
    List<long[]> kept = new ArrayList<>();
    int total = 0;
    List<float[]> frequencies = new ArrayList<>();
    for (FeatureView view : FeatureView.values()) {
      long[] all = occurrences(texts, view);
      long[] more = occurrences(others, view);
      Arrays.sort(all);
      Arrays.sort(more);
      long[] unique = new long[all.length + more.length];
      float[] frequency = new float[unique.length];
      int size = 0;
      for (int i = 0, j = 0; i < all.length || j < more.length; ) {
        boolean inAll = j == more.length || (i < all.length && all[i] <= more[j]);
        long hash = inAll ? all[i] : more[j];
        int runEnd = runEnd(all, i, hash);
        int otherEnd = runEnd(more, j, hash);
        if (runEnd - i >= minDocuments[view.ordinal()]
            || otherEnd - j >= minOthers[view.ordinal()]) {
          unique[size] = hash;
          frequency[size++] = runEnd - i + otherEnd - j;
        }
        i = runEnd;
        j = otherEnd;
      }
      kept.add(Arrays.copyOf(unique, size));
      frequencies.add(Arrays.copyOf(frequency, size));
      total += size;
    }
    return join(kept, frequencies, total, texts.size() + others.size());
  }

  /** Returns where the run of {@code hash} that may begin at {@code from} ends. */
  private static int runEnd(long[] sorted, int from, long hash) {
    int end = from;
    while (end < sorted.length && sorted[end] == hash) {
      end++;
    }
    return end;
  }

  /** Puts frequent features first: fitting then works on memory that is near. */
  private static Vocabulary join(
      List<long[]> kept, List<float[]> frequencies, int total, int documents) {
    Integer[] order = new Integer[total];
    long[] hashes = new long[total];
    float[] all = new float[total];
    boolean[] scaled = new boolean[total];
    int at = 0;
    for (int view = 0; view < kept.size(); view++) {
      for (int i = 0; i < kept.get(view).length; i++, at++) {
        order[at] = at;
        hashes[at] = kept.get(view)[i];
        all[at] = frequencies.get(view)[i];
        scaled[at] = FeatureView.values()[view].scaled();
      }
    }
    Arrays.sort(order, Comparator.comparingDouble(i -> -all[i]));
    long[] sorted = new long[total];
    float[] inverse = new float[total];
    for (int i = 0; i < total; i++) {
      sorted[i] = hashes[order[i]];
      float frequency = all[order[i]];
      inverse[i] =
          scaled[order[i]] ? (float) (Math.log((1.0 + documents) / (1 + frequency)) + 1) : 1;
    }
    return new Vocabulary(sorted, inverse);
  }

  /** Returns every feature of {@code view} once for every text that has it. */
  private static long[] occurrences(List<FeatureHashes> texts, FeatureView view) {
    long[] all = new long[1 << 16];
    int size = 0;
    for (FeatureHashes text : texts) {
      long[] own = new long[text.size(view)];
      for (int i = 0; i < own.length; i++) {
        own[i] = text.hash(view, i);
      }
      Arrays.sort(own);
      while (size + own.length > all.length) {
        all = Arrays.copyOf(all, all.length * 2);
      }
      for (int i = 0; i < own.length; i++) {
        if (i == 0 || own[i] != own[i - 1]) {
          all[size++] = own[i];
        }
      }
    }
    return Arrays.copyOf(all, size);
  }

  /** Returns the number of features. */
  public int size() {
    return hashes.length;
  }

  /** Returns the hash of every feature, in the order of the columns. */
  public long[] hashes() {
    return hashes.clone();
  }

  /** Returns the inverse document frequency of every feature, in the order of the columns. */
  public float[] inverseFrequencies() {
    return inverseFrequencies.clone();
  }

  /** Returns the column of a hash, or -1. */
  public int column(long hash) {
    int slot = (int) hash & mask;
    while (columns[slot] >= 0) {
      if (slots[slot] == hash) {
        return columns[slot];
      }
      slot = (slot + 1) & mask;
    }
    return -1;
  }

  /** Returns one row a text: inverse document frequencies, every view scaled to unit length. */
  public SparseRows vectorize(List<FeatureHashes> texts, float[] viewWeights) {
    SparseRows.Builder rows = new SparseRows.Builder();
    for (FeatureHashes text : texts) {
      for (FeatureView view : FeatureView.values()) {
        addView(text, view, viewWeights[view.ordinal()], rows);
      }
      rows.endRow();
    }
    return rows.build(size());
  }

  private void addView(
      FeatureHashes text, FeatureView view, float weight, SparseRows.Builder rows) {
    long[] found = new long[text.size(view)];
    int size = 0;
    double squares = 0;
    for (int i = 0; i < found.length; i++) {
      int column = column(text.hash(view, i));
      if (column >= 0) {
        double value = value(text, view, i, column);
        squares += value * value;
        found[size++] = (long) column << 32 | i;
      }
    }
    float scale = view.scaled() ? (float) (weight / Math.sqrt(squares)) : weight;
    Arrays.sort(found, 0, size);
    for (int i = 0; i < size; i++) {
      int column = (int) (found[i] >>> 32);
      rows.add(column, scale * value(text, view, (int) found[i], column));
    }
  }

  private float value(FeatureHashes text, FeatureView view, int index, int column) {
    return text.frequency(view, index) * inverseFrequencies[column];
  }
}
