package chatwarden.inference.crf;

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

  /** How far away words count. */
  static final int REACH = 3;

  /** How many letters of a word have n-grams. */
  static final int LETTERS = 32;

  /** The hash of all words before a text. */
  static final long BEFORE = Hash.mix(1);

  /** The hash of all words after a text. */
  static final long AFTER = Hash.mix(2);

  private final int count;
  private final int[] offsets;
  private long[] hashes;
  private int size;
  private final WordGrams grams = new WordGrams(LETTERS);

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
      raw[i + REACH] = WordHash.raw(text.original(), text.start(i), text.end(i));
      word[i + REACH] = WordHash.word(text.normalized(), text.wordStart(i), text.wordEnd(i));
      bare[i + REACH] = WordHash.bare(text.normalized(), text.wordStart(i), text.wordEnd(i));
      sound[i + REACH] = WordHash.sound(text.normalized(), text.wordStart(i), text.wordEnd(i));
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
      add(Hash.feature(73, WordShape.rough(shape)));
      add(Hash.feature(74, text.gap(i), i + 1 < count ? text.gap(i + 1) : 3));
      add(Hash.feature(75, i == 0 ? 1 : 0, i == count - 1 ? 1 : 0));
      add(Hash.feature(76, Math.min(count, 12)));
      add(Hash.feature(77, 0));
      int from = text.wordStart(i);
      int to = text.wordEnd(i);
      grams.ofWord(text.normalized(), from, to).each(80, this::add);
      grams.ofBare(text.normalized(), from, to).each(90, this::add);
    }
    offsets[count] = size;
  }

  private long[] padded() {
    long[] hashes = new long[count + 2 * REACH];
    for (int i = 0; i < REACH; i++) {
      hashes[i] = BEFORE;
      hashes[count + 2 * REACH - 1 - i] = AFTER;
    }
    return hashes;
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

  private void ensure(int more) {
    if (size + more > hashes.length) {
      hashes = Arrays.copyOf(hashes, Math.max(hashes.length * 2, size + more));
    }
  }

  private void add(long hash) {
    hashes[size++] = hash;
  }
}
