package chatwarden.trainer.stageone;

import chatwarden.trainer.baseline.BaselineOutcome;
import chatwarden.trainer.data.SplitCheck;
import chatwarden.trainer.evaluation.Evaluation;
import chatwarden.trainer.evaluation.PairedTest;
import chatwarden.trainer.report.HtmlReport;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The report of a run as a page. */
final class RunReport {
  private RunReport() {}

  static String html(
      StageOnePlan plan, StageOneSettings settings, StageOneData data, StageOneOutcome outcome) {
    HtmlReport report = new HtmlReport(plan.name() + " version " + plan.version());
    report.paragraph(
        "All figures are of the development split, on which nothing was fitted. Intervals are 95 %"
            + " bootstrap intervals.");
    report.evaluation("Development split", outcome.evaluation());
    Map<String, Double> obfuscated = new LinkedHashMap<>();
    obfuscated.put("clean", outcome.evaluation().macroF1());
    obfuscated.put("a way drawn for each", outcome.obfuscated().drawn());
    obfuscated.putAll(outcome.obfuscated().byKind());
    report.bars("Macro-F1 on obfuscated texts", obfuscated);
    outcome.baseline().ifPresent(baseline -> baseline(report, outcome.evaluation(), baseline));
    outcome.gate().ifPresent(gate -> report.facts("Gate", gate(gate)));
    if (plan.trials() > 1) {
      report.search(outcome.trials());
    }
    report.facts("Data", data(data));
    report.facts("Settings", Map.of("settings", settings.toString()));
    return report.html();
  }

  private static void baseline(
      HtmlReport report, Evaluation model, StageOneOutcome.Baseline baseline) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("this model", model.macroF1());
    figures.put("vote of the four", baseline.outcome().vote().macroF1());
    Map<String, String> settings = new LinkedHashMap<>();
    for (BaselineOutcome.Member member : baseline.outcome().members()) {
      figures.put(member.name(), member.evaluation().macroF1());
      settings.put(member.name(), member.settings().toString());
    }
    report.bars("Macro-F1 beside the classic baseline of hand-made features", figures);
    settings.put("this model less the vote, macro-F1", difference(baseline.test()));
    report.facts("Classic baseline", settings);
    report.evaluation("Vote of the classic baseline", baseline.outcome().vote());
    for (BaselineOutcome.Member member : baseline.outcome().members()) {
      report.evaluation("Classic baseline: " + member.name(), member.evaluation());
    }
  }

  private static String difference(PairedTest test) {
    return "%s [%s, %s]"
        .formatted(
            format(test.difference()),
            format(test.interval().low()),
            format(test.interval().high()));
  }

  static Map<String, String> gate(StageOneOutcome.Gate gate) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("version before", gate.version());
    facts.put("its macro-F1", format(gate.evaluation().macroF1()));
    facts.put("difference", difference(gate.test()));
    facts.put(
        "share of draws in which the new one is not better", format(gate.test().pNotBetter()));
    facts.put("passed", Boolean.toString(gate.passed()));
    return facts;
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

  private static String format(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
