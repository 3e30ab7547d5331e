package chatwarden.mlops.evaluation;

import java.util.List;
import java.util.Locale;

/** An {@link Evaluation} as Markdown. */
public final class EvaluationReport {
  private EvaluationReport() {}

  /** Returns a table of the figures and the confusion table. */
  public static String markdown(Evaluation evaluation) {
    StringBuilder out = new StringBuilder("| figure | value |\n|---|---|\n");
    row(out, "macro-F1", format(evaluation.macroF1()) + interval(evaluation.macroF1Interval()));
    for (int k = 0; k < evaluation.labels().size(); k++) {
      String label = evaluation.labels().get(k);
      row(
          out,
          "F1 " + label,
          format(evaluation.classF1().get(k)) + interval(evaluation.classF1Intervals().get(k)));
      row(out, "PR-AUC " + label, format(evaluation.averagePrecision().get(k)));
    }
    row(out, "accuracy", format(evaluation.accuracy()) + interval(evaluation.accuracyInterval()));
    row(out, "ECE, most probable class", format(evaluation.calibrationError()));
    row(out, "ECE, offensive probability", format(evaluation.offensiveCalibrationError()));
    out.append("\n| truth \\ given |");
    evaluation.labels().forEach(label -> out.append(' ').append(label).append(" |"));
    out.append("\n|---|").append("---|".repeat(evaluation.labels().size())).append('\n');
    for (int k = 0; k < evaluation.labels().size(); k++) {
      List<Integer> counts = evaluation.confusion().get(k);
      out.append("| ").append(evaluation.labels().get(k)).append(" |");
      counts.forEach(count -> out.append(' ').append(count).append(" |"));
      out.append('\n');
    }
    return out.toString();
  }

  private static String interval(Evaluation.Interval interval) {
    return " (95 % interval " + format(interval.low()) + " to " + format(interval.high()) + ")";
  }

  private static void row(StringBuilder out, String name, String value) {
    out.append("| ").append(name).append(" | ").append(value).append(" |\n");
  }

  private static String format(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
