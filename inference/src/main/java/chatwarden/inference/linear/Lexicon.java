package chatwarden.inference.linear;

import java.lang.foreign.MemorySegment;

/**
 * Scores of words and pairs in a hash table of 64-bit slots: the upper 56 bits of the hash, then 8
 * bits of score. Open addressing with linear probing; the place comes from the low bits of the
 * hash. Immutable; safe for any thread while its memory is open.
 */
public final class Lexicon implements WordScores {
  private static final int SCORE_BITS = 8;
  private static final int MAX_SCORE = (1 << SCORE_BITS) - 1;

  private final MemorySegment slots;
  private final int mask;

  Lexicon(MemorySegment slots) {
    long capacity = slots.byteSize() / Long.BYTES;
    if (capacity < 2 || Long.bitCount(capacity) != 1 || capacity > 1 << 28) {
      throw new IllegalArgumentException(
          "lexicon capacity: " + capacity + " (expected: a power of two, 2 to 2^28)");
    }
    this.slots = slots;
    this.mask = (int) capacity - 1;
  }

  /**
   * Builds a lexicon in the heap. Scores that round to 0 of 255 are left out.
   *
   * @param hashes words and pairs, each once
   * @param scores the score of each, in [0, 1]
   */
  public static Lexicon build(long[] hashes, float[] scores) {
    int capacity = Integer.highestOneBit(Math.max(2, hashes.length)) * 4;
    Lexicon lexicon = new Lexicon(MemorySegment.ofArray(new byte[capacity * Long.BYTES]));
    for (int i = 0; i < hashes.length; i++) {
      long score = Math.round(scores[i] * MAX_SCORE);
      if (score > 0) {
        lexicon.put(hashes[i], score);
      }
    }
    return lexicon;
  }

  @Override
  public float score(long hash) {
    int slot = (int) hash & mask;
    for (long used = slot(slot); used != 0; used = slot(slot)) {
      if (used >>> SCORE_BITS == hash >>> SCORE_BITS) {
        return (float) (used & MAX_SCORE) / MAX_SCORE;
      }
      slot = (slot + 1) & mask;
    }
    return 0;
  }

  MemorySegment slots() {
    return slots;
  }

  private void put(long hash, long score) {
    int slot = (int) hash & mask;
    while (slot(slot) != 0) {
      slot = (slot + 1) & mask;
    }
    slots.setAtIndex(FeatureTable.SLOT, slot, hash >>> SCORE_BITS << SCORE_BITS | score);
  }

  private long slot(int index) {
    return slots.getAtIndex(FeatureTable.SLOT, index);
  }
}
