package chatwarden.rewriter.server;

import chatwarden.inference.rewriter.RewriteObstacle;
import chatwarden.inference.rewriter.RewriteVerdict;
import chatwarden.inference.rewriter.Rewriter;
import chatwarden.inference.rewriter.Rewriting;
import chatwarden.serving.door.Inference;
import java.util.List;
import java.util.function.Consumer;

/** Asks a rewriter: each text by itself, with its candidates as they are found. */
final class RewriteQuestion implements Inference<Rewriter, RewriteQuestion.Row, Rewriting> {

  /**
   * How much of a batch a text takes beside what its length says: a rewrite reads it many times.
   */
  private static final int READINGS = 16;

  /**
   * A text.
   *
   * @param language a BCP 47 primary subtag, or {@code auto}
   * @param found takes each candidate before it is ranked, as an answer that is not final
   */
  record Row(String text, String language, Consumer<Rewriting> found) {

    @Override
    public String toString() {
      return "Row[language=" + language + "]"; // Texts never reach a log.
    }
  }

  @Override
  public Row tokenise(Rewriter model, String text, String language) {
    return new Row(text, language, _ -> {});
  }

  @Override
  public Row inParts(Row row, Consumer<Rewriting> parts) {
    return new Row(row.text(), row.language(), parts);
  }

  @Override
  public int tokens(Row row) {
    return READINGS * Inference.estimatedTokens(row.text());
  }

  @Override
  public List<Rewriting> run(Rewriter model, List<Row> rows) {
    return rows.stream()
        .map(
            row ->
                model.rewrite(
                    row.text(),
                    row.language(),
                    candidate -> row.found().accept(Rewriting.of(List.of(candidate)))))
        .toList();
  }

  @Override
  public boolean marksUnknownLanguages() {
    return true;
  }

  @Override
  public Rewriting inUnknownLanguage(Rewriting answer) {
    return answer.verdict() == RewriteVerdict.UNCHANGED
        ? answer
        : Rewriting.impossible(RewriteObstacle.UNKNOWN_LANGUAGE);
  }
}
