package chatwarden.tagger.crf;

import chatwarden.text.Diacritics;
import java.util.Arrays;

/**
 * The features of every token of a text, as 64-bit hashes: the same code makes them for training
 * and for tagging.
 *
 * <p>Of a token: its word and the words up to three places away in three forms (as written in lower
 * case; normalised, with shorthand expanded; normalised without diacritics), pairs and triples of
 * neighbours, how it sounds, the character n-grams of length 2 to 4 of the word, its affixes, its
 * shape, the gap around it and its place in the text. Immutable once made.
 */
public final class CrfFeatures {

  private static final int REACH = 3;

  private final int count;
  private final int[] offsets;
  private long[] hashes;
  private int size;
  private int[] letters = new int[32];
  private int letterCount;

  private CrfFeatures(TokenizedText text) {
    this.count = text.count();
    this.offsets = new int[count + 1];
    this.hashes = new long[count * 96 + 64];
  }

  /** The features of the tokens of {@code text}. */
  public static CrfFeatures of(TokenizedText text) {
    CrfFeatures features = new CrfFeatures(text);
    features.fill(text);
    return features;
  }

  /** The number of tokens. */
  public int count() {
    return count;
  }

  /** Where the features of {@code token} begin; they end where those of the next one begin. */
  public int offset(int token) {
    return offsets[token];
  }

  /** The feature at {@code index}. */
  public long hash(int index) {
    return hashes[index];
  }

  private void fill(TokenizedText text) {
    long[] raw = padded();
    long[] word = padded();
    long[] bare = padded();
    long[] sound = padded();
    for (int i = 0; i < count; i++) {
      raw[i + REACH] = rawHash(text, i);
      word[i + REACH] = wordHash(text, i);
      bare[i + REACH] = bareHash(text, i);
      sound[i + REACH] = soundHash(text, i);
    }
    for (int i = 0; i < count; i++) {
      offsets[i] = size;
      int c = i + REACH;
      ensure(96 + 8 * (text.wordEnd(i) - text.wordStart(i)));
      add(Hash.feature(10, raw[c]));
      add(Hash.feature(11, sound[c]));
      add(Hash.feature(12, sound[c - 1]));
      add(Hash.feature(13, sound[c + 1]));
      add(Hash.feature(14, sound[c - 1], sound[c]));
      add(Hash.feature(15, sound[c], sound[c + 1]));
      words(word, c, 30);
      words(bare, c, 50);
      add(Hash.feature(70, word[c - 3]));
      add(Hash.feature(71, word[c + 3]));
      int shape = text.shape(i);
      add(Hash.feature(72, shape));
      add(Hash.feature(73, shape & 31));
      add(Hash.feature(74, text.gap(i), i + 1 < count ? text.gap(i + 1) : 3));
      add(Hash.feature(75, i == 0 ? 1 : 0, i == count - 1 ? 1 : 0));
      add(Hash.feature(76, Math.min(count, 12)));
      add(Hash.feature(77, 0));
      readWord(text, i);
      grams(80);
      readBare(text, i);
      grams(90);
    }
    offsets[count] = size;
  }

  private long[] padded() {
    long[] hashes = new long[count + 2 * REACH];
    for (int i = 0; i < REACH; i++) {
      hashes[i] = Hash.mix(1);
      hashes[count + 2 * REACH - 1 - i] = Hash.mix(2);
    }
    return hashes;
  }

  static long rawHash(TokenizedText text, int token) {
    long hash = 3;
    int[] original = text.original();
    for (int i = text.start(token); i < text.end(token); i++) {
      hash = Hash.append(hash, Character.toLowerCase(original[i]));
    }
    return Hash.mix(hash);
  }

  static long wordHash(TokenizedText text, int token) {
    long hash = 5;
    int[] normalized = text.normalized();
    for (int i = text.wordStart(token); i < text.wordEnd(token); i++) {
      hash = Hash.append(hash, normalized[i]);
    }
    return Hash.mix(hash);
  }

  static long bareHash(TokenizedText text, int token) {
    long hash = 7;
    int[] normalized = text.normalized();
    for (int i = text.wordStart(token); i < text.wordEnd(token); i++) {
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
  static long soundHash(TokenizedText text, int token) {
    long hash = 9;
    int last = 0;
    int[] normalized = text.normalized();
    int start = text.wordStart(token);
    for (int i = start; i < text.wordEnd(token); i++) {
      int sound = sound(Diacritics.base(normalized[i]), i == start);
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

  private void words(long[] form, int c, int kind) {
    for (int d = -2; d <= 2; d++) {
      add(Hash.feature(kind + d, form[c + d]));
    }
    add(Hash.feature(kind + 3, form[c - 1], form[c]));
    add(Hash.feature(kind + 4, form[c], form[c + 1]));
    add(Hash.feature(kind + 5, form[c - 2], form[c - 1]));
    add(Hash.feature(kind + 6, form[c + 1], form[c + 2]));
    add(Hash.feature(kind + 7, form[c - 1], form[c + 1]));
    add(Hash.feature(kind + 8, Hash.append(form[c - 1], form[c]), form[c + 1]));
    add(Hash.feature(kind + 9, Hash.append(form[c - 2], form[c - 1]), form[c]));
    add(Hash.feature(kind + 10, Hash.append(form[c], form[c + 1]), form[c + 2]));
  }

  private void readWord(TokenizedText text, int token) {
    letterCount = 0;
    for (int i = text.wordStart(token); i < text.wordEnd(token); i++) {
      letter(text.normalized()[i]);
    }
  }

  private void readBare(TokenizedText text, int token) {
    letterCount = 0;
    for (int i = text.wordStart(token); i < text.wordEnd(token); i++) {
      int base = Diacritics.base(text.normalized()[i]);
      if (base != 0) {
        letter(base);
      }
    }
  }

  private void letter(int c) {
    if (letterCount < letters.length) {
      letters[letterCount++] = c;
    }
  }

  private void grams(int kind) {
    for (int from = 0; from < letterCount; from++) {
      long hash = 0;
      int most = Math.min(letterCount, from + 4);
      for (int to = from; to < most; to++) {
        hash = Hash.append(hash, letters[to]);
        if (to > from) {
          add(Hash.feature(kind, hash));
        }
        if (from == 0 && to < 3) {
          add(Hash.feature(kind + 1, hash));
        }
        if (to == letterCount - 1 && to - from < 3) {
          add(Hash.feature(kind + 2, hash));
        }
      }
    }
  }

  private void ensure(int more) {
    if (size + more > hashes.length) {
      hashes = Arrays.copyOf(hashes, Math.max(hashes.length * 2, size + more));
    }
  }

  private void add(long hash) {
    hashes[size++] = hash;
  }
}
