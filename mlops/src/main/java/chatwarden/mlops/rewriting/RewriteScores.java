package chatwarden.mlops.rewriting;

import chatwarden.mlops.evaluation.PairedTest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The scores of a system, a number a text each.
 *
 * @param style 1 where the judge finds the rewrite clean
 * @param content how much of the text it keeps, in [0, 1]
 * @param joint both together
 * @param unchanged 1 where it is the text itself
 * @param empty 1 where the rewrite is empty
 */
@SuppressWarnings("ArrayRecordComponent") // not to be changed
record RewriteScores(
    double[] style, double[] content, double[] joint, double[] unchanged, double[] empty) {
  /** Returns scores of 0, with the rewrites that are empty or the text itself. */
  static RewriteScores of(List<RewriteRow> rows, List<String> rewrites) {
    int count = rows.size();
    RewriteScores scores =
        new RewriteScores(
            new double[count],
            new double[count],
            new double[count],
            new double[count],
            new double[count]);
    for (int i = 0; i < count; i++) {
      String rewrite = rewrites.get(i).strip();
      scores.empty()[i] = rewrite.isEmpty() ? 1 : 0;
      scores.unchanged()[i] = rewrite.equalsIgnoreCase(rows.get(i).text().strip()) ? 1 : 0;
    }
    return scores;
  }

  /** Returns the row of a table, with the difference from another system on the same texts. */
  String row(String name, List<RewriteScores> base, long seed) {
    return String.format(
        Locale.ROOT,
        "| %s | %.3f | %.3f | %.3f | %s | %.1f %% | %.1f %% |",
        name,
        mean(style),
        mean(content),
        mean(joint),
        base.isEmpty() ? "" : difference(base.getFirst(), seed),
        100 * mean(unchanged),
        100 * mean(empty));
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }

  /** Returns the mean difference of the joint score, with its 95 % interval by bootstrap. */
  private String difference(RewriteScores base, long seed) {
    PairedTest test = PairedTest.ofMeans(joint, base.joint, seed);
    return String.format(
        Locale.ROOT,
        "%+.3f [%+.3f, %+.3f]",
        test.difference(),
        test.interval().low(),
        test.interval().high());
  }
}
