package chatwarden.classifier.linear;

import java.util.Arrays;
import java.util.List;

/** Scores texts with {@link Patterns}. Not safe for threads; cheap to make. */
final class PatternScorer {
  private final Patterns patterns;
  private final int count;
  private final float[] biases;
  private final float[] second;
  private final float[] third;

  /** A row of the table, and what the current word and those behind it are worth. */
  private final short[] row;

  private final int[][] worths;
  private final int[] matches;

  PatternScorer(Patterns patterns) {
    this.patterns = patterns;
    count = patterns.count();
    biases = array(patterns.biases());
    second = array(patterns.second());
    third = array(patterns.third());
    row = new short[Patterns.slots(count)];
    worths = new int[Patterns.LENGTHS][Patterns.slots(count)];
    matches = new int[count * Patterns.LENGTHS];
  }

  private static float[] array(List<Float> list) {
    float[] array = new float[list.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = list.get(i);
    }
    return array;
  }

  /** Adds what the patterns of a text are worth to the scores of the second and third class. */
  void addTo(double[] scores, WordSequence words) {
    int size = words.size();
    if (count == 0 || size == 0) {
      return;
    }
    match(words, size);
    for (int i = 0; i < matches.length; i++) {
      float found = patterns.step() * matches[i] + biases[i];
      if (found > 0) {
        scores[1] += found * second[i];
        scores[2] += found * third[i];
      }
    }
  }

  /** Runs that reach over the end of the text are those that start with its last words. */
  private void match(WordSequence words, int size) {
    Arrays.fill(matches, Integer.MIN_VALUE);
    for (int[] worth : worths) {
      Arrays.fill(worth, 0);
    }
    for (int i = 0; i < size + Patterns.LENGTHS - 1; i++) {
      int[] own = worths[i % Patterns.LENGTHS];
      int[] before = worths[(i + 2) % Patterns.LENGTHS];
      int[] beforeThat = worths[(i + 1) % Patterns.LENGTHS];
      Arrays.fill(own, 0);
      if (i < size) {
        sum(words, i, own);
        best(own);
      }
      if (i >= 1 && i <= size) {
        best(before, own);
      }
      if (i >= 2) {
        best(beforeThat, before, own);
      }
    }
  }

  /** Sums up what the keys of a word are worth. */
  private void sum(WordSequence words, int word, int[] sum) {
    for (int kind = 0; kind < WordSequence.KEYS; kind++) {
      int known = patterns.table().row(words.key(word, kind));
      if (known >= 0) {
        patterns.table().read(known, row);
        for (int i = 0; i < row.length; i++) {
          sum[i] += row[i];
        }
      }
    }
  }

  private void best(int[] first) {
    for (int i = 0; i < count; i++) {
      matches[i] = Math.max(matches[i], first[i]);
    }
  }

  private void best(int[] first, int[] next) {
    for (int i = 0; i < count; i++) {
      matches[count + i] = Math.max(matches[count + i], first[count + i] + next[2 * count + i]);
    }
  }

  private void best(int[] first, int[] next, int[] last) {
    for (int i = 0; i < count; i++) {
      matches[2 * count + i] =
          Math.max(
              matches[2 * count + i],
              first[3 * count + i] + next[4 * count + i] + last[5 * count + i]);
    }
  }

  /**
   * Returns what each word adds to the score of class {@code k}: the worth of a pattern goes to the
   * words of its best match, the earliest of equals, in equal shares.
   */
  double[] effects(WordSequence words, int k) {
    int size = words.size();
    double[] effects = new double[size];
    if (count == 0 || size == 0 || k == 0) {
      return effects;
    }
    float[] output = k == 1 ? second : third;
    int[][] all = new int[size][row.length];
    for (int i = 0; i < size; i++) {
      sum(words, i, all[i]);
    }
    for (int length = 1; length <= Patterns.LENGTHS; length++) {
      for (int i = 0; i < count; i++) {
        addPattern(all, length, i, output, effects);
      }
    }
    return effects;
  }

  private void addPattern(int[][] all, int length, int i, float[] output, double[] effects) {
    int best = Integer.MIN_VALUE;
    int from = 0;
    for (int start = 0; start < all.length; start++) {
      int match = 0;
      for (int place = 0; place < length && start + place < all.length; place++) {
        match += all[start + place][Patterns.slot(count, length, place) + i];
      }
      if (match > best) {
        best = match;
        from = start;
      }
    }
    int pattern = (length - 1) * count + i;
    float found = patterns.step() * best + biases[pattern];
    if (found > 0) {
      int to = Math.min(all.length, from + length);
      for (int word = from; word < to; word++) {
        effects[word] += (double) found * output[pattern] / (to - from);
      }
    }
  }
}
