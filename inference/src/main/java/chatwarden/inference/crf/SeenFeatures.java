package chatwarden.inference.crf;

import java.util.Arrays;

/** The different features of one text after the other. One thread at a time; grows as needed. */
final class SeenFeatures {

  private long[] hashes = new long[1024];

  /** In which text the hash of a slot was seen; in an earlier one, the slot is free. */
  private int[] texts = new int[1024];

  private int text = 1;
  private int size;

  /** Forgets all of them. */
  void clear() {
    size = 0;
    text++;
    if (text == 0) {
      Arrays.fill(texts, 0);
      text = 1;
    }
  }

  /** Adds {@code hash}; false if it was there. */
  boolean add(long hash) {
    int slot = slot(hash);
    if (texts[slot] == text) {
      return false;
    }
    hashes[slot] = hash;
    texts[slot] = text;
    size++;
    if (2 * size > hashes.length) {
      grow();
    }
    return true;
  }

  /** Returns the place of {@code hash}, or its empty place. */
  private int slot(long hash) {
    int mask = hashes.length - 1;
    int slot = (int) hash & mask;
    while (texts[slot] == text && hashes[slot] != hash) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] old = hashes;
    int[] oldTexts = texts;
    hashes = new long[2 * old.length];
    texts = new int[2 * old.length];
    for (int i = 0; i < old.length; i++) {
      if (oldTexts[i] == text) {
        int slot = slot(old[i]);
        hashes[slot] = old[i];
        texts[slot] = text;
      }
    }
  }

  /** How many there are. */
  int size() {
    return size;
  }
}
