package chatwarden.inference.crf;

import chatwarden.text.Diacritics;

/** The hashes of a word in the forms in which it is a feature. */
final class WordHash {

  private WordHash() {}

  /** Of the word as written, in lower case. */
  static long raw(int[] original, int from, int to) {
    long hash = 3;
    for (int i = from; i < to; i++) {
      hash = Hash.append(hash, Character.toLowerCase(original[i]));
    }
    return Hash.mix(hash);
  }

  /** Of the normalised word. */
  static long word(int[] normalized, int from, int to) {
    long hash = 5;
    for (int i = from; i < to; i++) {
      hash = Hash.append(hash, normalized[i]);
    }
    return Hash.mix(hash);
  }

  /** Of the normalised word without diacritics. */
  static long bare(int[] normalized, int from, int to) {
    long hash = 7;
    for (int i = from; i < to; i++) {
      int base = Diacritics.base(normalized[i]);
      if (base != 0) {
        hash = Hash.append(hash, base);
      }
    }
    return Hash.mix(hash);
  }

  /**
   * Of the word as it sounds: what chat spells one for another is one, doubled letters are single.
   */
  static long sound(int[] normalized, int from, int to) {
    long hash = 9;
    int last = 0;
    for (int i = from; i < to; i++) {
      int sound = sound(Diacritics.base(normalized[i]), i == from);
      if (sound != 0 && sound != last) {
        last = sound;
        hash = Hash.append(hash, sound);
      }
    }
    return Hash.mix(hash);
  }

  private static int sound(int letter, boolean first) {
    return switch (letter) {
      case 'k', 'q' -> 'c';
      case 'y', 'j' -> 'i';
      case 'z' -> 'd';
      case 'f' -> 'p';
      case 'w' -> 'u';
      case 'h' -> first ? 'h' : 0;
      default -> letter;
    };
  }
}
