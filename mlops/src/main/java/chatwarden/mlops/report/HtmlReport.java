package chatwarden.mlops.report;

import static java.util.Objects.requireNonNull;

import chatwarden.domain.drift.ColumnDrift;
import chatwarden.mlops.evaluation.Estimate;
import chatwarden.mlops.evaluation.Evaluation;
import chatwarden.mlops.evaluation.ObfuscatedSuite;
import chatwarden.mlops.search.SearchSpace;
import chatwarden.mlops.search.Trial;
import chatwarden.mlops.textshift.TextShift;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The report of a training run or of an evaluation as HTML. Holds figures and names only, and of
 * the texts of the data no more than n-grams that ten different authors used. The same input gives
 * the same page.
 */
public final class HtmlReport {
  /** The first paragraph of a training's report. */
  public static final String DEVELOPMENT_SPLIT =
      "All figures are of the development split, on which nothing was fitted. Intervals are 95 %"
          + " bootstrap intervals.";

  private static final String STYLE =
      """
      body{font:15px/1.5 system-ui,sans-serif;color:#1c1c1e;background:#fff;margin:2rem auto;max-width:980px;padding:0 1rem}
      h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}
      table{border-collapse:collapse;margin:.5rem 0}td,th{padding:.25rem .7rem;border-bottom:1px solid #ddd;text-align:left}
      .winner td{font-weight:600;background:#eef4f8}
      svg{max-width:100%;height:auto;margin:.5rem 1rem .5rem 0}
      svg text{font:12px system-ui,sans-serif;fill:#333}svg .t{font-weight:600}svg .i{fill:#fff}
      svg .g{stroke:#ddd;stroke-width:1}
      """;

  private final StringBuilder body = new StringBuilder();
  private final String title;

  /** A report under a title. */
  public HtmlReport(String title) {
    this.title = requireNonNull(title, "title");
  }

  /** Adds a paragraph. */
  public HtmlReport paragraph(String text) {
    body.append("<p>").append(Svg.escape(text)).append("</p>\n");
    return this;
  }

  /** Adds a table of names and values under a heading. */
  public HtmlReport facts(String heading, Map<String, String> facts) {
    heading(heading);
    body.append("<table>");
    facts.forEach(
        (name, value) ->
            body.append(
                "<tr><th>%s</th><td>%s</td></tr>".formatted(Svg.escape(name), Svg.escape(value))));
    body.append("</table>\n");
    return this;
  }

  /** Adds the figures of one model with their pictures. */
  public HtmlReport evaluation(String heading, Evaluation evaluation) {
    heading(heading);
    List<String> names = new ArrayList<>(List.of("macro-F1", "accuracy"));
    List<Double> values = new ArrayList<>(List.of(evaluation.macroF1(), evaluation.accuracy()));
    List<String> shown =
        new ArrayList<>(
            List.of(
                shown(evaluation.macroF1(), evaluation.macroF1Interval()),
                shown(evaluation.accuracy(), evaluation.accuracyInterval())));
    for (int k = 0; k < evaluation.labels().size(); k++) {
      names.add("F1 " + evaluation.labels().get(k));
      values.add(evaluation.classF1().get(k));
      shown.add(shown(evaluation.classF1().get(k), evaluation.classF1Intervals().get(k)));
    }
    body.append(Charts.bars("Figures with 95 % bootstrap intervals", names, values, shown));
    paragraph(
        String.format(
            Locale.ROOT,
            "Expected calibration error: %.2f %% of the most probable class, %.2f %% of the"
                + " offensive probability.",
            100 * evaluation.calibrationError(),
            100 * evaluation.offensiveCalibrationError()));
    body.append(Charts.confusion(evaluation)).append(Charts.precisionRecall(evaluation));
    body.append(Charts.reliability(evaluation));
    return this;
  }

  /** Adds the macro-F1 on obfuscated copies of the texts of an evaluation. */
  public HtmlReport obfuscated(Evaluation evaluation, ObfuscatedSuite obfuscated) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("clean", evaluation.macroF1());
    figures.put("a way drawn for each", obfuscated.drawn());
    figures.putAll(obfuscated.byKind());
    return bars("Macro-F1 on obfuscated texts", figures);
  }

  /** Adds a bar with its interval for each of a few estimates in [0, 1]. */
  public HtmlReport estimates(String heading, Map<String, Estimate> estimates) {
    heading(heading);
    List<String> names = List.copyOf(estimates.keySet());
    List<Estimate> values = List.copyOf(estimates.values());
    body.append(
        Charts.bars(
            heading,
            names,
            values.stream().map(value -> value.count() == 0 ? 0 : value.mean()).toList(),
            values.stream().map(Estimate::shown).toList()));
    return this;
  }

  /** Adds a bar for each of a few figures in [0, 1]. */
  public HtmlReport bars(String heading, Map<String, Double> figures) {
    heading(heading);
    List<String> names = List.copyOf(figures.keySet());
    List<Double> values = names.stream().map(figures::get).toList();
    body.append(Charts.bars(heading, names, values, values.stream().map(Charts::format).toList()));
    return this;
  }

  /**
   * Adds a search: its history, slices and importance as pictures, and its trials.
   *
   * @param how how the trials were chosen
   */
  public HtmlReport search(String how, SearchSpace space, List<Trial> trials) {
    heading("Search");
    paragraph(
        "The best of %s by the mean loss over the folds. That of a pruned trial is over fewer folds."
            .formatted(how));
    SearchCharts charts = new SearchCharts(space, trials);
    body.append(charts.history()).append(charts.importance()).append("<br>");
    body.append(charts.slices());
    body.append(
        "<table><tr><th>trial</th><th>loss</th><th>folds</th><th>state</th>"
            + "<th>parameters</th></tr>");
    int winner = Trial.best(trials).map(Trial::number).orElse(-1);
    trials.forEach(trial -> row(trial, trial.number() == winner));
    body.append("</table>\n");
    return this;
  }

  /**
   * Adds a comparison of two windows: the scores, and the distributions of each column compared.
   *
   * @param table the figures as text, a line a column
   */
  public HtmlReport drift(String table, List<ColumnDrift> columns) {
    heading("Columns");
    body.append("<pre>").append(Svg.escape(table)).append("</pre>\n");
    body.append(DriftCharts.severities(columns)).append("<br>");
    columns.stream()
        .filter(column -> column.threshold() > 0)
        .forEach(column -> body.append(DriftCharts.shares(column)));
    return this;
  }

  /** Adds the comparison of the texts: a table of the languages, and one of the n-grams of each. */
  public HtmlReport texts(List<TextShift> texts) {
    heading("Texts");
    body.append(TextShiftTables.areas(texts));
    texts.stream()
        .filter(shift -> !shift.ngrams().isEmpty())
        .forEach(shift -> body.append(TextShiftTables.ngrams(shift)));
    return this;
  }

  private void row(Trial trial, boolean winner) {
    body.append(
        "<tr%s><td>%d</td><td>%s</td><td>%d</td><td>%s</td><td>%s</td></tr>"
            .formatted(
                winner ? " class=\"winner\"" : "",
                trial.number(),
                Double.isFinite(trial.loss()) ? Charts.format(trial.loss()) : "none",
                trial.losses().size(),
                winner ? "winner" : trial.state().name().toLowerCase(Locale.ROOT),
                Svg.escape(trial.described())));
  }

  /** Returns the page. */
  public String html() {
    return """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <title>%s</title><style>%s</style></head>
    <body><h1>%s</h1>
    %s</body></html>
    """
        .formatted(Svg.escape(title), STYLE, Svg.escape(title), body);
  }

  private void heading(String heading) {
    body.append("<h2>").append(Svg.escape(heading)).append("</h2>\n");
  }

  private static String shown(double value, Evaluation.Interval interval) {
    return Charts.format(value)
        + " ["
        + Charts.format(interval.low())
        + ", "
        + Charts.format(interval.high())
        + "]";
  }
}
