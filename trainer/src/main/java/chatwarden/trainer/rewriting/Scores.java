package chatwarden.trainer.rewriting;

import java.util.List;

/** Begins scores with what holds for every language. */
final class Scores {

  private Scores() {}

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
}
