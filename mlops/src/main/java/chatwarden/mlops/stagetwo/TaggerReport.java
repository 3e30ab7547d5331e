package chatwarden.mlops.stagetwo;

import chatwarden.mlops.report.HtmlReport;
import chatwarden.mlops.run.TrainingOutcome;
import chatwarden.mlops.run.VersionTarget;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes the report of a tagger's training as a page. */
final class TaggerReport {
  private TaggerReport() {}

  static String html(
      VersionTarget target, TrainingOutcome<SpanData, TaggerModel, SpanFigures> outcome) {
    HtmlReport report = new HtmlReport(target.name() + " version " + target.version());
    report.paragraph(HtmlReport.DEVELOPMENT_SPLIT);
    SpanData data = outcome.data();
    report.estimates("F1 of marked code points", outcome.figures().metrics().byTexts());
    Unseen unseen = Unseen.of(data.train(), data.dev(), outcome.figures().scoreArray());
    report.bars("F1 by whether training marks the same spans", unseen.byTexts());
    if (!outcome.model().validated().isEmpty()) {
      report.estimates("Cross-validation on the training texts", outcome.model().validated());
    }
    outcome.gate().ifPresent(gate -> report.facts("Gate", gate.facts()));
    outcome
        .gate()
        .ifPresent(
            gate ->
                report.estimates(
                    "F1 of version " + gate.version(), gate.figures().metrics().byTexts()));
    Map<String, String> facts = new LinkedHashMap<>();
    data.files().forEach(file -> facts.put(file.name(), file.facts()));
    facts.put("data set", data.description().line());
    facts.put("trained on", data.train().size() + " texts");
    facts.put("left out as equal to a text of dev.csv", data.leftOut() + " texts");
    facts.put("clean texts of another set", Integer.toString(data.clean().size()));
    report.facts("Data", facts);
    return report.facts("Settings", outcome.model().settings()).html();
  }
}
