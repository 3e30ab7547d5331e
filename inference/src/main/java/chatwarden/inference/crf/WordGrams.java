package chatwarden.inference.crf;

import chatwarden.text.Diacritics;
import java.util.function.LongConsumer;

/**
 * The character n-grams of length 2 to 4 of a word and its affixes of length 1 to 3, as features.
 * Holds the memory for one word after the other; one thread at a time.
 */
final class WordGrams {

  private final int[] letters;
  private int count;

  /**
   * @param most how many letters of a word are read, the first ones
   */
  WordGrams(int most) {
    letters = new int[most];
  }

  /** Reads the word in {@code [from, to)} of {@code normalized}. */
  WordGrams ofWord(int[] normalized, int from, int to) {
    count = 0;
    for (int i = from; i < to; i++) {
      add(normalized[i]);
    }
    return this;
  }

  /** Reads the word in {@code [from, to)} of {@code normalized} without its diacritics. */
  WordGrams ofBare(int[] normalized, int from, int to) {
    count = 0;
    for (int i = from; i < to; i++) {
      add(Diacritics.base(normalized[i]));
    }
    return this;
  }

  private void add(int letter) {
    if (letter != 0 && count < letters.length) {
      letters[count++] = letter;
    }
  }

  /**
   * Gives every feature of the word that was read: n-grams of the kind {@code kind}, beginnings of
   * the next, and endings of the previous one.
   */
  void each(int kind, LongConsumer features) {
    for (int from = 0; from < count; from++) {
      long hash = 0;
      int most = Math.min(count, from + 4);
      for (int to = from; to < most; to++) {
        hash = Hash.append(hash, letters[to]);
        if (to > from) {
          features.accept(Hash.feature(kind, hash));
        }
        if (from == 0 && to < 3) {
          features.accept(Hash.feature(kind + 1, hash));
        }
        if (to == count - 1 && to - from < 3) {
          features.accept(Hash.feature(kind + 2, hash));
        }
      }
    }
  }
}
