package chatwarden.inference.linear;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * What each known key of a {@link WordSequence} adds to every slot of the {@link Patterns}: a row
 * of 16-bit numbers a key, and a hash table from keys to rows.
 *
 * <p>A slot of the hash table holds the upper 40 bits of the key and 24 bits of row, counted from
 * 1; 0 is empty. Open addressing with linear probing; the place comes from the low bits of the key.
 * Immutable; safe for any thread while its memory is open.
 */
public final class PatternTable {
  static final ValueLayout.OfShort NUMBER =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final int ROW_BITS = 24;
  private static final long ROW_MASK = (1L << ROW_BITS) - 1;

  private final MemorySegment slots;
  private final MemorySegment rows;
  private final int mask;
  private final int width;

  /**
   * A table over memory that is filled already.
   *
   * @param slots a power of two of slots, at least one of them empty
   * @param rows the rows, one after the other
   * @param width the length of a row
   */
  PatternTable(MemorySegment slots, MemorySegment rows, int width) {
    long capacity = slots.byteSize() / Long.BYTES;
    if (capacity < 2 || Long.bitCount(capacity) != 1 || capacity > 1 << 28) {
      throw new IllegalArgumentException(
          "capacity: " + capacity + " (expected: a power of two, 2 to 2^28)");
    }
    this.slots = slots;
    this.rows = rows;
    this.width = width;
    mask = (int) capacity - 1;
  }

  /**
   * Builds a table in the heap.
   *
   * @param keys the keys, each once
   * @param numbers the rows, one after the other, in the order of {@code keys}
   */
  static PatternTable build(long[] keys, short[] numbers) {
    int width = keys.length == 0 ? 0 : numbers.length / keys.length;
    int capacity = Integer.highestOneBit(Math.max(2, keys.length)) * 4;
    PatternTable table =
        new PatternTable(
            MemorySegment.ofArray(new byte[capacity * Long.BYTES]),
            MemorySegment.ofArray(new byte[numbers.length * Short.BYTES]),
            width);
    for (int row = 0; row < keys.length; row++) {
      table.put(keys[row], row);
    }
    for (int i = 0; i < numbers.length; i++) {
      table.rows.setAtIndex(NUMBER, i, numbers[i]);
    }
    return table;
  }

  private void put(long key, int row) {
    int slot = (int) key & mask;
    while (slot(slot) != 0) {
      slot = (slot + 1) & mask;
    }
    slots.setAtIndex(FeatureTable.SLOT, slot, key >>> ROW_BITS << ROW_BITS | (row + 1));
  }

  /** Returns the row of a key, or -1. */
  int row(long key) {
    int slot = (int) key & mask;
    for (long used = slot(slot); used != 0; used = slot(slot)) {
      if (used >>> ROW_BITS == key >>> ROW_BITS) {
        return (int) (used & ROW_MASK) - 1;
      }
      slot = (slot + 1) & mask;
    }
    return -1;
  }

  /** Copies a row to {@code target}. */
  void read(int row, short[] target) {
    MemorySegment.copy(rows, NUMBER, (long) row * width * Short.BYTES, target, 0, width);
  }

  /** Returns how many keys there are. */
  int size() {
    return width == 0 ? 0 : (int) (rows.byteSize() / Short.BYTES / width);
  }

  MemorySegment slots() {
    return slots;
  }

  MemorySegment rows() {
    return rows;
  }

  private long slot(int index) {
    return slots.getAtIndex(FeatureTable.SLOT, index);
  }
}
