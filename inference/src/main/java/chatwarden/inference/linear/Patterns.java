package chatwarden.inference.linear;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a model knows of runs of one to three words: a convolutional network with its first layer
 * multiplied out (after Kim, Convolutional Neural Networks for Sentence Classification, 2014).
 *
 * <p>There are as many patterns of one word, of two and of three. A pattern matches the run of
 * words that starts at a word by the sum of what each word is worth at its place in the pattern,
 * where places after the text are worth nothing; a word is worth what its keys are together. What a
 * text has of a pattern is its best match plus its bias, at least 0, and 0 in a text without words.
 * That times the output weights is added to the scores.
 *
 * <p>A {@linkplain #slots slot} is one place of one pattern; slots come in the order of {@link
 * #slot}, patterns by their length.
 *
 * @param count how many patterns of each length there are; 0 for none at all
 * @param step the value of one unit of the table
 * @param biases of every pattern
 * @param second the output weight of every pattern for the second class, relative to the first
 * @param third the same for the third class
 * @param table what keys of words are worth
 */
public record Patterns(
    int count,
    float step,
    List<Float> biases,
    List<Float> second,
    List<Float> third,
    PatternTable table) {
  /** The longest pattern in words. */
  public static final int LENGTHS = 3;

  /** How many places the patterns of lengths 1 to {@link #LENGTHS} have together. */
  public static final int PLACES = LENGTHS * (LENGTHS + 1) / 2;

  /** Knows nothing. */
  public static final Patterns NONE =
      new Patterns(
          0, 1, List.of(), List.of(), List.of(), PatternTable.build(new long[0], new short[0]));

  public Patterns {
    biases = List.copyOf(biases);
    second = List.copyOf(second);
    third = List.copyOf(third);
    requireNonNull(table, "table");
    int all = count * LENGTHS;
    if (biases.size() != all || second.size() != all || third.size() != all) {
      throw new IllegalArgumentException(
          "biases, second, third: %d, %d, %d (expected: %d each)"
              .formatted(biases.size(), second.size(), third.size(), all));
    }
  }

  /** Returns how many slots {@code count} patterns of each length have. */
  public static int slots(int count) {
    return count * PLACES;
  }

  /**
   * Returns the first slot of the patterns of a length at one of their places.
   *
   * @param length from 1
   * @param place from 0
   */
  public static int slot(int count, int length, int place) {
    return place(length, place) * count;
  }

  /** Returns which of the {@link #PLACES} that is; arguments as of {@link #slot}. */
  static int place(int length, int place) {
    return length * (length - 1) / 2 + place;
  }

  /**
   * Builds patterns in the heap.
   *
   * @param keys of words, each once
   * @param worths what each key is worth in every slot, key after key
   */
  public static Patterns build(
      int count,
      List<Float> biases,
      List<Float> second,
      List<Float> third,
      long[] keys,
      float[] worths) {
    float max = Float.MIN_NORMAL;
    for (float worth : worths) {
      max = Math.max(max, Math.abs(worth));
    }
    float step = max / Short.MAX_VALUE;
    short[] numbers = new short[worths.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (short) Math.round(worths[i] / step);
    }
    return new Patterns(count, step, biases, second, third, PatternTable.build(keys, numbers));
  }
}
