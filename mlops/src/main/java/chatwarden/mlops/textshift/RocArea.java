package chatwarden.mlops.textshift;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The area under the curve of the receiver operating characteristic: how often a text of the
 * current window has a higher score than one of the reference, equal scores counting half. Its
 * interval is that of the percentiles of a bootstrap that draws authors, as the texts of one author
 * resemble each other.
 */
final class RocArea {
  private static final int RESAMPLES = 400;
  private static final double TAIL = 0.025;

  private final double[] scores;
  private final boolean[] current;
  private final int[] authors;
  private final int[] order;

  /**
   * Scores of texts.
   *
   * @param current whether the text is of the current window
   * @param authors the number of the author of each text, from 0 on
   */
  RocArea(double[] scores, boolean[] current, int[] authors) {
    this.scores = scores.clone();
    this.current = current.clone();
    this.authors = authors.clone();
    order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> scores[i]))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  /** Returns the area in [0, 1]; 0.5 without texts of both windows. */
  double area() {
    int[] once = new int[count()];
    Arrays.fill(once, 1);
    return area(once);
  }

  /** Returns the lower and the upper end of the 95 % interval. */
  double[] interval(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] areas = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      int[] drawn = new int[count()];
      for (int draw = 0; draw < drawn.length; draw++) {
        drawn[random.nextInt(drawn.length)]++;
      }
      areas[i] = area(drawn);
    }
    Arrays.sort(areas);
    return new double[] {
      areas[(int) (RESAMPLES * TAIL)], areas[(int) (RESAMPLES * (1 - TAIL)) - 1]
    };
  }

  private int count() {
    return Arrays.stream(authors).max().orElse(-1) + 1;
  }

  private double area(int[] weights) {
    double below = 0;
    double positives = 0;
    double wins = 0;
    for (int i = 0; i < order.length; ) {
      double tiedCurrent = 0;
      double tiedReference = 0;
      double score = scores[order[i]];
      for (; i < order.length && scores[order[i]] == score; i++) {
        int weight = weights[authors[order[i]]];
        if (current[order[i]]) {
          tiedCurrent += weight;
        } else {
          tiedReference += weight;
        }
      }
      wins += tiedCurrent * (below + tiedReference / 2);
      below += tiedReference;
      positives += tiedCurrent;
    }
    return positives == 0 || below == 0 ? 0.5 : wins / (positives * below);
  }
}
