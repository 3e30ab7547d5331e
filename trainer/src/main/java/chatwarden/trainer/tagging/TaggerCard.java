package chatwarden.trainer.tagging;

import chatwarden.trainer.data.DatasetDescription;
import java.util.Locale;

/** The text of {@code MODEL_CARD.md}. */
final class TaggerCard {

  private TaggerCard() {}

  static String of(StageTwoPlan plan, DatasetDescription data, StageTwoReport report) {
    SpanSource source = plan.source();
    StringBuilder card = new StringBuilder();
    line(card, "# %s, version %s", plan.name(), plan.version());
    line(card, "");
    line(
        card,
        "Marks the offensive parts of a comment (language: %s): a linear-chain",
        source.language());
    line(card, "conditional random field over hashed features of words and characters.");
    line(card, "");
    line(card, "## Data");
    line(card, "- %s", data.line());
    line(
        card,
        "- Trained on %d texts of train.csv; %d of the file were left out, because they equal",
        report.trainCount(),
        report.leftOut());
    line(card, "  a text of dev.csv once normalised. No other file was read.");
    data.notes().forEach(note -> line(card, "- %s", note));
    line(card, "");
    line(card, "## Training");
    line(
        card,
        "- L-BFGS, L2 %s, features seen at least %d times, seed %d; the same data and plan",
        plan.l2(),
        plan.minCount(),
        plan.seed());
    line(card, "  give the same bytes.");
    line(
        card,
        "- The odds of a clean text are multiplied by %s. This is chosen by three-fold",
        report.cleanOdds());
    if (source.chatLike()) {
      line(
          card,
          "  cross-validation on the train split, for the F1 over all texts at two shares of texts"
              + " with");
      line(card, "  spans: that of the data set, counted twice, and 17 %%, that of a live chat.");
    } else {
      line(card, "  cross-validation on the train split, for the F1 over all of its texts.");
    }
    line(
        card,
        "- The shape of the features and the constants were chosen with a look at the development");
    line(
        card,
        "  split of the shipped models' data, so figures on that split are a little too high.");
    line(card, "");
    line(card, "## Figures");
    line(
        card,
        "Mean over texts of the F1 of marked code points (both empty: 1, one empty: 0), with");
    line(card, "95 %% bootstrap intervals.");
    line(card, "");
    line(card, "| texts | dev | n | cross-validation on train | n |");
    line(card, "|---|---|---|---|---|");
    row(card, "all", report.dev().all(), report.validated().all());
    row(card, "with spans", report.dev().bearing(), report.validated().bearing());
    row(card, "with one span", report.dev().single(), report.validated().single());
    row(card, "with more spans", report.dev().multi(), report.validated().multi());
    row(card, "without", report.dev().clean(), report.validated().clean());
    line(card, "");
    line(card, "## Where it fails");
    Unseen unseen = report.unseen();
    line(
        card,
        "- Spans that no training text marks: F1 %.3f on the %d dev texts that have one,",
        unseen.fresh(),
        unseen.newCount());
    line(
        card,
        "  against %.3f on the %d whose spans are all known.",
        unseen.known(),
        unseen.knownCount());
    data.limits().forEach(limit -> line(card, "- %s", limit));
    return card.toString();
  }

  private static void row(
      StringBuilder card, String name, SpanMetrics.Estimate dev, SpanMetrics.Estimate train) {
    line(
        card,
        "| %s | %s | %d | %s | %d |",
        name,
        estimate(dev),
        dev.count(),
        estimate(train),
        train.count());
  }

  private static String estimate(SpanMetrics.Estimate estimate) {
    return String.format(
        Locale.ROOT, "%.4f [%.4f, %.4f]", estimate.mean(), estimate.low(), estimate.high());
  }

  private static void line(StringBuilder card, String format, Object... values) {
    card.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
