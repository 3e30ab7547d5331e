package chatwarden.mlops.rewriting;

import java.util.List;

/** Scores the rewrites of a language. */
interface RewriteMeasure {

  /** Returns the name of the content score. */
  String content();

  /** Returns how the scores are computed, a sentence or two. */
  String description();

  /** Returns the scores of rewrites of {@code rows}, one each; an empty one is none. */
  RewriteScores scores(List<RewriteRow> rows, List<String> rewrites);
}
