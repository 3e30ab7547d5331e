package chatwarden.trainer.stageone;

import chatwarden.trainer.data.LabelledFile;
import chatwarden.trainer.data.SplitCheck;
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
      StageOneOutcome outcome) {
    SplitCheck check = data.check();
    StageOneLanguage language = plan.language();
    StringBuilder card = new StringBuilder();
    card.append("# ").append(plan.name()).append(" version ").append(plan.version());
    card.append("\n\n");
    card.append(
        """
        Says of a chat comment whether it is CLEAN, OFFENSIVE or HATE.
        %s
        ## Data
        """
            .formatted(result.what()));
    card.append(language.source()).append(".\n\n| file | rows | SHA-256 |\n|---|---|---|\n");
    file(card, data.train());
    file(card, data.development());
    card.append(
        """

        Trained on %d rows of the training split. Left out: %d rows whose text also stands in the
        held-out test split, and %d rows whose text, normalised, also stands in the development split.

        ## Fitting
        Weights: all training rows. Calibration (one temperature, one shift a class) and decision
        offsets: scores of %d-fold cross-fitting on the training rows, duplicates in one fold. Settings
        were chosen on cross-fitting and on the development split; nothing was fitted on it.
        %s

        ## Results on the development split
        The labels are those of the decision offsets, the calibration errors those of the probabilities.

        """
            .formatted(
                check.rows().size(),
                check.heldOut(),
                check.duplicates().size(),
                settings.folds(),
                result.fitting()));
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
        - The labels are people's judgements of isolated comments and disagree with each other in places;
          sarcasm, quotation and reclaimed words are often judged wrongly.
        - Names of groups that are often insulted raise the probability by themselves.
        - Other languages, and text longer than a comment, are outside what it was trained on.
        """);
    return new ModelCard(card.toString());
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

  private static void file(StringBuilder card, LabelledFile file) {
    card.append("| ").append(file.name()).append(" | ").append(file.rows().size());
    card.append(" | ").append(file.sha256()).append(" |\n");
  }
}
