package chatwarden.mlops.textshift;

import chatwarden.mlops.linear.SoftmaxRegression;
import chatwarden.mlops.linear.SparseRows;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A logistic regression of the window that a text is from, on the n-grams that many authors share.
 * Scores are out of fold, and all texts of an author are in one fold, so that it is the words that
 * separate and not the people. Both windows weigh the same.
 */
final class WindowClassifier {
  private static final int FOLDS = 3;
  private static final double PENALTY = 1;
  private static final double TOLERANCE = 1e-4;
  private static final int ITERATIONS = 60;

  private final SparseRows rows;
  private final int[] authors;
  private final int[] foldOfAuthor;

  /** A classifier of texts; {@code seed} shares the authors out among the folds. */
  WindowClassifier(List<AuthoredText> texts, SparseRows rows, long seed) {
    this.rows = rows;
    Map<String, Integer> numbers = new HashMap<>();
    authors = new int[texts.size()];
    for (int i = 0; i < authors.length; i++) {
      String author = texts.get(i).author();
      // Texts of unknown authors are by one author each.
      String key = author.isEmpty() ? "" + i : "a" + author;
      authors[i] = numbers.computeIfAbsent(key, _ -> numbers.size());
    }
    SplittableRandom random = new SplittableRandom(seed);
    foldOfAuthor = IntStream.range(0, numbers.size()).map(_ -> random.nextInt(FOLDS)).toArray();
  }

  /**
   * Returns the scores of some texts by fits on the others among them.
   *
   * @param selection the texts
   * @param current for every text, selected or not, whether it is of the current window
   */
  RocArea separation(int[] selection, boolean[] current) {
    double[] scores = new double[selection.length];
    for (int fold = 0; fold < FOLDS; fold++) {
      int out = fold;
      int[] held = where(selection, i -> foldOfAuthor[authors[i]] == out);
      int[] fitted = where(selection, i -> foldOfAuthor[authors[i]] != out);
      double[][] found =
          fit(pick(selection, fitted), current).scores(rows.select(pick(selection, held)));
      for (int i = 0; i < held.length; i++) {
        scores[held[i]] = found[i][1] - found[i][0];
      }
    }
    boolean[] positive = new boolean[selection.length];
    int[] author = new int[selection.length];
    for (int i = 0; i < selection.length; i++) {
      positive[i] = current[selection[i]];
      author[i] = authors[selection[i]];
    }
    return new RocArea(scores, positive, dense(author));
  }

  /** Returns how much each column speaks for the current window, fitted on all of {@code rows}. */
  double[] weights(int[] selection, boolean[] current) {
    double[] both = fit(selection, current).weights();
    return IntStream.range(0, rows.columns())
        .mapToDouble(column -> both[2 * column + 1] - both[2 * column])
        .toArray();
  }

  private SoftmaxRegression.Fit fit(int[] selection, boolean[] current) {
    long positives = Arrays.stream(selection).filter(i -> current[i]).count();
    double n = selection.length;
    double[][] targets = new double[selection.length][];
    double[] rowWeights = new double[selection.length];
    for (int i = 0; i < selection.length; i++) {
      boolean positive = current[selection[i]];
      targets[i] = positive ? new double[] {0, 1} : new double[] {1, 0};
      rowWeights[i] = n / (2 * Math.max(1, positive ? positives : n - positives));
    }
    return SoftmaxRegression.fit(
        rows.select(selection), targets, rowWeights, PENALTY, TOLERANCE, ITERATIONS);
  }

  /** Returns the places in {@code selection} whose text {@code test} holds for. */
  private static int[] where(int[] selection, IntPredicate test) {
    return IntStream.range(0, selection.length).filter(i -> test.test(selection[i])).toArray();
  }

  private static int[] pick(int[] from, int[] places) {
    return Arrays.stream(places).map(place -> from[place]).toArray();
  }

  private static int[] dense(int[] numbers) {
    Map<Integer, Integer> seen = new HashMap<>();
    return Arrays.stream(numbers)
        .map(number -> seen.computeIfAbsent(number, _ -> seen.size()))
        .toArray();
  }
}
