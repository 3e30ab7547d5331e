package chatwarden.mlops.rewriting;

import java.util.List;

/** Scores rewrites against those of people: style × chrF. */
final class EnglishMeasure implements RewriteMeasure {
  private final StyleJudge judge;

  EnglishMeasure(StyleJudge judge) {
    this.judge = judge;
  }

  @Override
  public String content() {
    return "chrF";
  }

  @Override
  public String description() {
    return "Style: the share that the judge finds clean. chrF: against the closest of the"
        + " references. Joint: the mean of style × chrF.";
  }

  @Override
  public RewriteScores scores(List<RewriteRow> rows, List<String> rewrites) {
    boolean[] clean = judge.clean(rewrites);
    RewriteScores scores = RewriteScores.of(rows, rewrites);
    for (int i = 0; i < clean.length; i++) {
      if (scores.empty()[i] == 0) {
        scores.style()[i] = clean[i] ? 1 : 0;
        scores.content()[i] = CharacterF.of(rewrites.get(i), rows.get(i).references());
        scores.joint()[i] = scores.style()[i] * scores.content()[i];
      }
    }
    return scores;
  }
}
