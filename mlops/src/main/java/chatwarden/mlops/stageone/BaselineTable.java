package chatwarden.mlops.stageone;

import chatwarden.mlops.baseline.BaselineOutcome;
import chatwarden.mlops.evaluation.Evaluation;
import java.util.Locale;

/** The figures of a classic baseline, as a Markdown table. */
public final class BaselineTable {
  private BaselineTable() {}

  /** The table, with the model in its first row. */
  public static String markdown(Evaluation model, BaselineComparison baseline) {
    StringBuilder table =
        new StringBuilder(
            "| classic baseline | macro-F1 | accuracy | F1 of each class |\n|---|---|---|---|\n");
    row(table, "this model", model);
    row(table, "vote of the four", baseline.outcome().vote());
    for (BaselineOutcome.Member member : baseline.outcome().members()) {
      row(table, member.name(), member.evaluation());
    }
    return table
        .append(
            String.format(
                Locale.ROOT,
                "%nThe model less the vote: %+.4f, 95 %% interval of a paired bootstrap %+.4f to"
                    + " %+.4f.%n",
                baseline.test().difference(),
                baseline.test().interval().low(),
                baseline.test().interval().high()))
        .toString();
  }

  private static void row(StringBuilder table, String name, Evaluation figures) {
    table.append(
        String.format(
            Locale.ROOT,
            "| %s | %.4f (%.4f to %.4f) | %.4f | ",
            name,
            figures.macroF1(),
            figures.macroF1Interval().low(),
            figures.macroF1Interval().high(),
            figures.accuracy()));
    for (int k = 0; k < figures.labels().size(); k++) {
      table.append(k == 0 ? "" : ", ");
      table.append(
          String.format(Locale.ROOT, "%s %.4f", figures.labels().get(k), figures.classF1().get(k)));
    }
    table.append(" |\n");
  }
}
