package chatwarden.mlops.stagetwo;

import chatwarden.inference.crf.CrfFeatures;
import java.util.List;

/**
 * The features that a training set shows often enough, numbered from 0 in the order of their first
 * appearance.
 */
final class FeatureIndex {

  private long[] keys = new long[1 << 20];
  private int[] values = new int[1 << 20];
  private int used;
  private int size;

  /** Numbers the features that stand at least {@code minCount} times in {@code texts}. */
  static FeatureIndex of(List<SpanLabelledText> texts, int minCount) {
    FeatureIndex index = new FeatureIndex();
    for (SpanLabelledText text : texts) {
      CrfFeatures features = text.features();
      int end = features.offset(features.count());
      for (int i = 0; i < end; i++) {
        index.count(features.hash(i));
      }
    }
    index.number(texts, minCount);
    return index;
  }

  private void count(long key) {
    if (2 * used > keys.length) {
      grow();
    }
    int slot = slot(key);
    if (values[slot] == 0) {
      keys[slot] = key;
      used++;
    }
    values[slot]++;
  }

  private void number(List<SpanLabelledText> texts, int minCount) {
    // Counts are positive, numbers are kept as their complement: below zero.
    for (SpanLabelledText text : texts) {
      CrfFeatures features = text.features();
      int end = features.offset(features.count());
      for (int i = 0; i < end; i++) {
        int slot = slot(features.hash(i));
        if (values[slot] >= minCount) {
          values[slot] = ~size++;
        }
      }
    }
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    int slot = (int) key & mask;
    while (values[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldValues = values;
    keys = new long[oldKeys.length * 2];
    values = new int[oldKeys.length * 2];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldValues[i] != 0) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        values[slot] = oldValues[i];
      }
    }
  }

  /** The number of numbered features. */
  int size() {
    return size;
  }

  /** The number of the feature {@code key}, or -1 if it has none. */
  int get(long key) {
    int value = values[slot(key)];
    return value < 0 ? ~value : -1;
  }

  /** The features in the order of their numbers. */
  long[] features() {
    long[] features = new long[size];
    for (int i = 0; i < keys.length; i++) {
      if (values[i] < 0) {
        features[~values[i]] = keys[i];
      }
    }
    return features;
  }
}
