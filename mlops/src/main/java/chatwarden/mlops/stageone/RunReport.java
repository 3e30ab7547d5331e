package chatwarden.mlops.stageone;

import chatwarden.mlops.baseline.BaselineOutcome;
import chatwarden.mlops.data.SplitCheck;
import chatwarden.mlops.evaluation.Evaluation;
import chatwarden.mlops.report.HtmlReport;
import chatwarden.mlops.run.TrainingOutcome;
import chatwarden.mlops.run.VersionTarget;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes the report of a classifier's training as a page. */
final class RunReport {
  private RunReport() {}

  static String html(
      VersionTarget target,
      StageOnePlan plan,
      TrainingOutcome<StageOneData, StageOneModel, StageOneFigures> outcome,
      Optional<BaselineComparison> baseline) {
    HtmlReport report = new HtmlReport(target.name() + " version " + target.version());
    report.paragraph(HtmlReport.DEVELOPMENT_SPLIT);
    Evaluation evaluation = outcome.figures().evaluation();
    report.evaluation("Development split", evaluation);
    report.obfuscated(evaluation, outcome.figures().obfuscated());
    baseline.ifPresent(known -> baseline(report, evaluation, known));
    outcome.gate().ifPresent(gate -> report.facts("Gate", gate.facts()));
    if (plan.trials() > 1) {
      report.search(
          plan.search().described(), StageOneSettings.searchSpace(), outcome.model().trials());
    }
    report.facts("Data", data(outcome.data()));
    report.facts("Settings", Map.of("settings", outcome.model().settings().toString()));
    return report.html();
  }

  private static void baseline(HtmlReport report, Evaluation model, BaselineComparison baseline) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("this model", model.macroF1());
    figures.put("vote of the four", baseline.outcome().vote().macroF1());
    Map<String, String> settings = new LinkedHashMap<>();
    for (BaselineOutcome.Member member : baseline.outcome().members()) {
      figures.put(member.name(), member.evaluation().macroF1());
      settings.put(member.name(), member.settings().toString());
    }
    report.bars("Macro-F1 beside the classic baseline of hand-made features", figures);
    settings.put("this model less the vote, macro-F1", baseline.test().shown());
    report.facts("Classic baseline", settings);
    report.evaluation("Vote of the classic baseline", baseline.outcome().vote());
    for (BaselineOutcome.Member member : baseline.outcome().members()) {
      report.evaluation("Classic baseline: " + member.name(), member.evaluation());
    }
  }

  private static Map<String, String> data(StageOneData data) {
    SplitCheck check = data.check();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(data.train().name(), data.train().rows().size() + " rows, " + data.train().sha256());
    facts.put(
        data.development().name(),
        data.development().rows().size() + " rows, " + data.development().sha256());
    facts.put("texts with marked words", Integer.toString(data.marked().size()));
    facts.put("data set", data.description().line());
    facts.put("trained on", check.rows().size() + " rows");
    facts.put(
        "left out as flagged",
        data.train().flagsHeldOut() ? check.heldOut() + " rows" : "not stated by the file");
    facts.put(
        "left out as duplicates (row of train = row of dev)",
        check.duplicates().stream()
            .map(duplicate -> duplicate.train() + " = " + duplicate.development())
            .collect(Collectors.joining(", ")));
    return facts;
  }
}
