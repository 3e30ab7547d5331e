package chatwarden.inference.linear;

import java.util.Arrays;
import java.util.List;

/** Scores texts with {@link Patterns}. Not safe for threads; cheap to make. */
final class PatternScorer {
  private final Patterns patterns;
  private final int count;
  private final float[] biases;
  private final float[] second;
  private final float[] third;

  /** What each key of a word is worth. */
  private final short[][] rows;

  /**
   * What the current word and those before it are worth, by {@link Patterns#place}, a number a
   * pattern.
   */
  private final int[][][] worths;

  /** The best matches, for each length a number a pattern. */
  private final int[][] matches;

  PatternScorer(Patterns patterns) {
    this.patterns = patterns;
    count = patterns.count();
    biases = array(patterns.biases());
    second = array(patterns.second());
    third = array(patterns.third());
    rows = new short[WordSequence.KEYS][Patterns.slots(count)];
    worths = new int[Patterns.LENGTHS][Patterns.PLACES][count];
    matches = new int[Patterns.LENGTHS][count];
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
    for (int length = 0; length < Patterns.LENGTHS; length++) {
      for (int i = 0; i < count; i++) {
        int pattern = length * count + i;
        float found = patterns.step() * matches[length][i] + biases[pattern];
        if (found > 0) {
          scores[1] += found * second[pattern];
          scores[2] += found * third[pattern];
        }
      }
    }
  }

  /** Runs that reach over the end of the text are those that start with its last words. */
  private void match(WordSequence words, int size) {
    for (int[] match : matches) {
      Arrays.fill(match, Integer.MIN_VALUE);
    }
    for (int i = 0; i < size + Patterns.LENGTHS - 1; i++) {
      int[][] own = worths[i % Patterns.LENGTHS];
      int[][] before = worths[(i + 2) % Patterns.LENGTHS];
      int[][] beforeThat = worths[(i + 1) % Patterns.LENGTHS];
      if (i < size) {
        sum(words, i, own);
        best(matches[0], own[0]);
      } else {
        for (int[] worth : own) {
          Arrays.fill(worth, 0);
        }
      }
      if (i >= 1 && i <= size) {
        best(matches[1], before[1], own[2]);
      }
      if (i >= 2) {
        best(matches[2], beforeThat[3], before[4], own[5]);
      }
    }
  }

  /** Sums up what the keys of a word are worth; in one pass, which takes half as long as three. */
  private void sum(WordSequence words, int word, int[][] sums) {
    for (int kind = 0; kind < WordSequence.KEYS; kind++) {
      int known = patterns.table().row(words.key(word, kind));
      if (known >= 0) {
        patterns.table().read(known, rows[kind]);
      } else {
        Arrays.fill(rows[kind], (short) 0);
      }
    }
    for (int place = 0; place < Patterns.PLACES; place++) {
      sum(place * count, sums[place]);
    }
  }

  private void sum(int from, int[] sums) {
    short[] written = rows[0];
    short[] plain = rows[1];
    short[] step = rows[2];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = written[from + i] + plain[from + i] + step[from + i];
    }
  }

  // Each array has its own patterns from 0 on: reading all at the same index was quicker when
  // measured than reading one array at several places.

  private static void best(int[] matches, int[] first) {
    for (int i = 0; i < matches.length; i++) {
      matches[i] = Math.max(matches[i], first[i]);
    }
  }

  private static void best(int[] matches, int[] first, int[] next) {
    for (int i = 0; i < matches.length; i++) {
      matches[i] = Math.max(matches[i], first[i] + next[i]);
    }
  }

  private static void best(int[] matches, int[] first, int[] next, int[] last) {
    for (int i = 0; i < matches.length; i++) {
      matches[i] = Math.max(matches[i], first[i] + next[i] + last[i]);
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
    int[][][] all = new int[size][Patterns.PLACES][count];
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

  private void addPattern(int[][][] all, int length, int i, float[] output, double[] effects) {
    int best = Integer.MIN_VALUE;
    int from = 0;
    for (int start = 0; start < all.length; start++) {
      int match = 0;
      for (int place = 0; place < length && start + place < all.length; place++) {
        match += all[start + place][Patterns.place(length, place)][i];
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
