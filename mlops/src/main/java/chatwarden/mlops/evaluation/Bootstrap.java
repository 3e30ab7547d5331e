package chatwarden.mlops.evaluation;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/** Confusion tables of texts drawn again and again with replacement. */
final class Bootstrap {
  private static final int RESAMPLES = 2000;
  private static final double TAIL = 0.025;

  private final int[][][] tables;

  Bootstrap(int[] given, int[] truth, int classes, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    tables = new int[RESAMPLES][classes][classes];
    for (int[][] table : tables) {
      for (int i = 0; i < truth.length; i++) {
        int drawn = random.nextInt(truth.length);
        table[truth[drawn]][given[drawn]]++;
      }
    }
  }

  /** Returns the 95 % interval of what {@code figure} makes of a confusion table. */
  Evaluation.Interval interval(ToDoubleFunction<int[][]> figure) {
    double[] values = Arrays.stream(tables).mapToDouble(figure).sorted().toArray();
    return interval(values);
  }

  /** Returns the 95 % interval of sorted values. */
  static Evaluation.Interval interval(double[] sorted) {
    return new Evaluation.Interval(
        sorted[(int) (sorted.length * TAIL)], sorted[(int) (sorted.length * (1 - TAIL))]);
  }
}
