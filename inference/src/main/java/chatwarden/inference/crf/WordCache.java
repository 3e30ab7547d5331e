package chatwarden.inference.crf;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Caches values of words, as chats repeat them: at most {@value #SLOTS} words of up to {@value
 * #LONGEST} code points, of which a new one takes the place of an older one. A word is found by its
 * code points, without a string being made of it, and compared with all of them. One thread at a
 * time.
 */
final class WordCache<V> {

  private static final int BITS = 13;
  private static final int SLOTS = 1 << BITS;
  private static final int LONGEST = 32;

  private final Maker<V> maker;
  private final @Nullable Entry<V>[] entries;

  /** Makes the value of the word in {@code [from, to)}. */
  interface Maker<V> {
    V make(int[] codePoints, int from, int to);
  }

  private record Entry<V>(int[] word, V value) {

    boolean isOf(int[] codePoints, int from, int to) {
      if (word.length != to - from) {
        return false;
      }
      for (int i = 0; i < word.length; i++) {
        if (word[i] != codePoints[from + i]) {
          return false;
        }
      }
      return true;
    }
  }

  @SuppressWarnings("unchecked") // An array of a generic type cannot be made otherwise.
  WordCache(Maker<V> maker) {
    this.maker = maker;
    this.entries = new Entry[SLOTS];
  }

  /** What the maker makes of the word in {@code [from, to)}, now or earlier. */
  V get(int[] codePoints, int from, int to) {
    if (to - from > LONGEST) {
      return maker.make(codePoints, from, to);
    }
    int slot = slot(codePoints, from, to);
    Entry<V> entry = entries[slot];
    if (entry == null || !entry.isOf(codePoints, from, to)) {
      entry =
          new Entry<>(Arrays.copyOfRange(codePoints, from, to), maker.make(codePoints, from, to));
      entries[slot] = entry;
    }
    return entry.value;
  }

  private static int slot(int[] codePoints, int from, int to) {
    int hash = to - from;
    for (int i = from; i < to; i++) {
      hash = hash * 0x01000193 + codePoints[i];
    }
    return hash * 0x9E3779B9 >>> Integer.SIZE - BITS;
  }
}
