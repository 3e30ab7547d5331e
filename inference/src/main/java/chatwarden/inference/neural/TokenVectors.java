package chatwarden.inference.neural;

import chatwarden.inference.crf.TokenParts;
import chatwarden.inference.crf.TokenizedText;

/**
 * Makes what networks read of tokens: for each the row of the word, that of the word without
 * diacritics, and the sum of the rows of all its other numbers.
 *
 * <p>The vectors of words are cached, as sums of whole numbers: they are exact, so a token's vector
 * is the same whatever was read before. With the 192 numbers a row of three networks, the cache
 * takes at most 16 MB. One thread at a time.
 */
final class TokenVectors {

  /** How many rows make a vector. */
  static final int ROWS = 3;

  private final Embeddings embeddings;
  private final int size;
  private final TokenParts<short[]> parts;
  private final short[] others;
  private final float[] vector;

  TokenVectors(Embeddings embeddings) {
    this.embeddings = embeddings;
    this.size = embeddings.size();
    this.parts = new TokenParts<>(this::ofWord, this::ofOthers);
    this.others = new short[size];
    this.vector = new float[ROWS * size];
  }

  /** Three rows, see {@link #read}: those of the first two numbers and the sum of the others. */
  private short[] ofWord(int[] numbers) {
    short[] part = new short[ROWS * size];
    sum(numbers, 0, 1, part, 0);
    sum(numbers, 1, 2, part, size);
    sum(numbers, 2, numbers.length, part, 2 * size);
    return part;
  }

  private short[] ofOthers(int[] numbers) {
    short[] part = new short[size];
    sum(numbers, 0, numbers.length, part, 0);
    return part;
  }

  /** Sums the rows of the numbers in {@code [from, to)} but 0, at most 50: 16 bits hold that. */
  private void sum(int[] numbers, int from, int to, short[] target, int at) {
    float[] sum = new float[size];
    for (int i = from; i < to; i++) {
      if (numbers[i] != 0) {
        embeddings.add(numbers[i], sum);
      }
    }
    for (int i = 0; i < size; i++) {
      target[at + i] = (short) sum[i];
    }
  }

  /**
   * The vector of {@code token}: row after row, each with the numbers of all networks, one network
   * after the other. Good until the next one is read.
   */
  float[] read(TokenizedText text, int token) {
    short[] word = parts.word(text, token);
    addOthers(word, parts.written(text, token), parts.gap(text, token));
    for (int i = 0; i < 2 * size; i++) {
      vector[i] = word[i];
    }
    for (int i = 0; i < size; i++) {
      vector[2 * size + i] = others[i];
    }
    return vector;
  }

  private void addOthers(short[] word, short[] written, short[] gap) {
    for (int i = 0; i < size; i++) {
      others[i] = (short) (word[2 * size + i] + written[i] + gap[i]);
    }
  }
}
