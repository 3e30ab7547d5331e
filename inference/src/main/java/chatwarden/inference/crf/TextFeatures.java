package chatwarden.inference.crf;

import java.util.Arrays;

/**
 * The features of a text as a whole, as 64-bit hashes: its words as sent, in lower case, pairs of
 * neighbours, and the character n-grams of length 2 to 5 of each word with a space on both sides.
 * Each occurs once, in the order of its first appearance.
 *
 * <p>They see what {@link TokenizedText} no longer does: signs, emoji and letters as they were
 * typed. Holds the memory for one text after the other; one thread at a time.
 */
public final class TextFeatures {

  private static final int SHORTEST = 2;
  private static final int LONGEST = 5;

  private long[] hashes = new long[512];
  private int[] taken = new int[512];
  private int[] slots = new int[1024];
  private int[] letters = new int[64];
  private int size;
  private long lastWord;

  /** Reads {@code text} in place of the last one. */
  public void read(String text) {
    for (int i = 0; i < size; i++) {
      slots[taken[i]] = 0;
    }
    size = 0;
    lastWord = 0;
    int at = 0;
    while (at < text.length()) {
      int count = 1;
      letters[0] = ' ';
      while (at < text.length() && !Spaces.isSpace(text.codePointAt(at))) {
        int c = text.codePointAt(at);
        at += Character.charCount(c);
        put(count++, Character.toLowerCase(c));
      }
      if (count > 1) {
        put(count++, ' ');
        word(count);
      } else {
        at += Character.charCount(text.codePointAt(at));
      }
    }
  }

  private void put(int place, int letter) {
    if (place == letters.length) {
      letters = Arrays.copyOf(letters, 2 * place);
    }
    letters[place] = letter;
  }

  /** Adds what the word in the first {@code count} letters gives. */
  private void word(int count) {
    long word = 0;
    for (int from = 0; from < count; from++) {
      word = Hash.append(word, letters[from]);
      long gram = 0;
      for (int to = from; to < Math.min(count, from + LONGEST); to++) {
        gram = Hash.append(gram, letters[to]);
        if (to - from + 1 >= SHORTEST) {
          add(Hash.feature(100, gram));
        }
      }
    }
    word = Hash.mix(word);
    add(Hash.feature(101, word));
    if (lastWord != 0) {
      add(pair(lastWord, word));
    }
    lastWord = word;
  }

  /** The feature of two neighbours, from their hashes. */
  static long pair(long word, long next) {
    return Hash.feature(102, word, next);
  }

  /** The hash of the last word that was read; 0 if there was none. */
  long lastWord() {
    return lastWord;
  }

  private void add(long hash) {
    int slot = slot(hash);
    if (slots[slot] != 0) {
      return;
    }
    if (size == hashes.length) {
      grow();
      slot = slot(hash);
    }
    hashes[size] = hash;
    taken[size++] = slot;
    slots[slot] = size;
  }

  /** Returns the place of {@code hash} plus 1, or its empty place. */
  private int slot(long hash) {
    int mask = slots.length - 1;
    int slot = (int) hash & mask;
    while (slots[slot] != 0 && hashes[slots[slot] - 1] != hash) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    hashes = Arrays.copyOf(hashes, 2 * size);
    taken = Arrays.copyOf(taken, 2 * size);
    slots = new int[4 * size];
    for (int i = 0; i < size; i++) {
      taken[i] = slot(hashes[i]);
      slots[taken[i]] = i + 1;
    }
  }

  /** The number of features. */
  public int size() {
    return size;
  }

  /** The feature at {@code index}. */
  public long hash(int index) {
    return hashes[index];
  }
}
