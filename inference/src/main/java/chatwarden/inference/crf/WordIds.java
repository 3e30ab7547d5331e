package chatwarden.inference.crf;

import java.util.Arrays;

/**
 * Makes those numbers of {@link TokenIds} that a normalised word has wherever it occurs. The places
 * of the others are left 0: {@link #RAW}, {@link #SHAPE}, {@link #ROUGH_SHAPE} and {@link #GAP}.
 */
final class WordIds {

  /** The place of the number of the word as written. */
  static final int RAW = 2;

  /** The place of the number of its shape. */
  static final int SHAPE = 4;

  /** The place of the number of its shape without its length. */
  static final int ROUGH_SHAPE = 5;

  /** The place of the number of the gap before it. */
  static final int GAP = 6;

  private static final int FIRST_GRAM = 7;
  private static final int LETTERS = 24;

  private final int[] ids = new int[TokenIds.MOST];
  private int size = FIRST_GRAM;

  private WordIds() {}

  /** The numbers of the word in {@code [from, to)} of {@code normalized}. */
  static int[] of(int[] normalized, int from, int to) {
    WordIds word = new WordIds();
    word.ids[0] = TokenIds.row(Hash.feature(10, WordHash.word(normalized, from, to)));
    word.ids[1] = TokenIds.row(Hash.feature(20, WordHash.bare(normalized, from, to)));
    word.ids[3] = TokenIds.row(Hash.feature(31, WordHash.sound(normalized, from, to)));
    WordGrams grams = new WordGrams(LETTERS);
    int half = FIRST_GRAM + (TokenIds.MOST - FIRST_GRAM) / 2;
    grams.ofWord(normalized, from, to).each(40, feature -> word.add(half, feature));
    grams.ofBare(normalized, from, to).each(50, feature -> word.add(TokenIds.MOST, feature));
    return Arrays.copyOf(word.ids, word.size);
  }

  private void add(int limit, long feature) {
    if (size < limit) {
      ids[size++] = TokenIds.row(feature);
    }
  }
}
