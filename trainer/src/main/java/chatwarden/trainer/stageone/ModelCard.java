package chatwarden.trainer.stageone;

import chatwarden.trainer.evaluation.EvaluationReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What a reader should know of a trained model, as Markdown. */
final class ModelCard {
  private final String text;

  private ModelCard(String text) {
    this.text = text;
  }

  static ModelCard of(
      StageOnePlan plan,
      StageOneSettings settings,
      StageOneData data,
      TrainedModel result,
      StageOneOutcome outcome)
      throws IOException {
    StringBuilder card = new StringBuilder();
    card.append("# ").append(plan.name()).append(" version ").append(plan.version());
    card.append("\n\nSays of a chat comment whether it is CLEAN, OFFENSIVE or HATE.\n");
    card.append(result.what())
        .append('\n')
        .append(DataSection.markdown(data, settings, plan.teaching().markdown()));
    card.append(
        """

        ## Fitting
        Weights: all training rows. Calibration (one temperature, one shift a class) and decision
        offsets: scores of %d-fold cross-fitting on the training rows, duplicates in one fold. Nothing
        was fitted on the development split. %s
        %s

        ## Results on the development split
        The labels are those of the decision offsets, the calibration errors those of the probabilities.

        """
            .formatted(settings.folds(), chosen(plan), result.fitting()));
    card.append(EvaluationReport.markdown(outcome.evaluation()));
    card.append('\n').append(outcome.obfuscated().markdown());
    outcome
        .baseline()
        .ifPresent(
            baseline ->
                card.append('\n').append(BaselineTable.markdown(outcome.evaluation(), baseline)));
    outcome.gate().ifPresent(gate -> card.append(gate(gate)));
    card.append(
        String.format(
            Locale.ROOT,
            "%nMacro-F1 of cross-fitting on the training rows: %.4f.%n",
            result.crossFittedMacroF1()));
    card.append(
        """

        ## Limits
        - It reads one comment at a time, without its addressee and the comments before it. Sarcasm,
          quotation and reclaimed words are often misread.
        - Words that the training data mostly labels offensive, names of groups among them, raise the
          probability by themselves.
        - Other languages, other platforms and longer texts than those of the training data were not
          measured.
        """);
    data.description().limits().forEach(limit -> card.append("- ").append(limit).append('\n'));
    return new ModelCard(card.toString());
  }

  private static String chosen(StageOnePlan plan) {
    return plan.trials() == 1
        ? "Settings: the standard ones, chosen on the data of the shipped models."
        : "Settings: the best of %d trials by the log loss of cross-fitting; the first trial took the standard ones, chosen on the data of the shipped models."
            .formatted(plan.trials());
  }

  private static String gate(StageOneOutcome.Gate gate) {
    return String.format(
        Locale.ROOT,
        """

        Against version %s (macro-F1 %.4f) on the same texts: %+.4f, 95 %% interval of a paired bootstrap
        %+.4f to %+.4f.
        """,
        gate.version(),
        gate.evaluation().macroF1(),
        gate.test().difference(),
        gate.test().interval().low(),
        gate.test().interval().high());
  }

  void write(Path directory) throws IOException {
    Files.writeString(directory.resolve("MODEL_CARD.md"), text);
  }
}
