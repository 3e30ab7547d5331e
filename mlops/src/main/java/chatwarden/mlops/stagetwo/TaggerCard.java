package chatwarden.mlops.stagetwo;

import chatwarden.mlops.evaluation.Estimate;
import chatwarden.mlops.run.TrainingOutcome;
import chatwarden.mlops.run.VersionTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes the card of a tagger. */
final class TaggerCard {
  private TaggerCard() {}

  static String markdown(
      VersionTarget target, TrainingOutcome<SpanData, TaggerModel, SpanFigures> outcome) {
    List<String> lines = new ArrayList<>();
    TaggerModel model = outcome.model();
    lines.add("# %s version %s".formatted(target.name(), target.version()));
    lines.add("");
    lines.add(
        "Marks the offensive parts of a comment (language: %s). %s"
            .formatted(model.manifest().language(), model.summary()));
    data(lines, outcome.data());
    lines.add("");
    lines.add("## Training");
    model.training().forEach(line -> lines.add("- " + line));
    figures(lines, outcome);
    failures(lines, outcome);
    return String.join("\n", lines) + "\n";
  }

  private static void data(List<String> lines, SpanData data) {
    lines.add("");
    lines.add("## Data");
    lines.add("- " + data.description().line());
    lines.add(
        "- Trained on %d texts of train.csv; %d of the file were left out, because they equal a text of dev.csv once normalised."
            .formatted(data.train().size(), data.leftOut()));
    if (!data.clean().isEmpty()) {
      lines.add(
          "- %d clean texts of %s, of which none is in this set, are at hand for the judge of whole texts."
              .formatted(data.clean().size(), data.set().clean().orElse("")));
      data.cleanDescription().ifPresent(other -> lines.add("- Its set: " + other.line()));
    }
    data.description().notes().forEach(note -> lines.add("- " + note));
    lines.add("");
    lines.add("| file | rows and SHA-256 |");
    lines.add("|---|---|");
    data.files().forEach(file -> lines.add("| %s | %s |".formatted(file.name(), file.facts())));
  }

  private static void figures(
      List<String> lines, TrainingOutcome<SpanData, TaggerModel, SpanFigures> outcome) {
    Map<String, Estimate> validated = outcome.model().validated();
    lines.add("");
    lines.add("## Figures");
    lines.add(
        "Mean over texts of the F1 of marked code points (both empty: 1, one empty: 0), with 95 %"
            + " bootstrap intervals.");
    lines.add("");
    lines.add(
        "| texts | dev | n |" + (validated.isEmpty() ? "" : " cross-validation on train | n |"));
    lines.add("|---|---|---|" + (validated.isEmpty() ? "" : "---|---|"));
    outcome
        .figures()
        .metrics()
        .byTexts()
        .forEach(
            (name, dev) -> {
              Estimate train = validated.get(name);
              lines.add("| " + name + cells(dev) + (train == null ? "" : cells(train)) + " |");
            });
    outcome
        .gate()
        .ifPresent(
            gate -> {
              lines.add("");
              lines.add(gate.sentence("F1 of all texts"));
              lines.add(gate.errorLines().strip());
            });
  }

  private static String cells(Estimate estimate) {
    return " | %s | %d".formatted(estimate.shown(), estimate.count());
  }

  private static void failures(
      List<String> lines, TrainingOutcome<SpanData, TaggerModel, SpanFigures> outcome) {
    SpanData data = outcome.data();
    Unseen unseen = Unseen.of(data.train(), data.dev(), outcome.figures().scoreArray());
    lines.add("");
    lines.add("## Where it fails");
    lines.add(
        String.format(
            Locale.ROOT,
            "- Spans that no training text marks: F1 %.3f on the %d dev texts that have one,"
                + " against %.3f on the %d whose spans are all known.",
            unseen.fresh(),
            unseen.newCount(),
            unseen.known(),
            unseen.knownCount()));
    data.description().limits().forEach(limit -> lines.add("- " + limit));
  }
}
