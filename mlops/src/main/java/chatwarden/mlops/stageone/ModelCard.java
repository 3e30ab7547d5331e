package chatwarden.mlops.stageone;

import chatwarden.mlops.evaluation.Evaluation;
import chatwarden.mlops.evaluation.EvaluationReport;
import chatwarden.mlops.run.TrainingOutcome;
import chatwarden.mlops.run.VersionTarget;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** Writes the card of a classifier. */
final class ModelCard {
  private ModelCard() {}

  static String markdown(
      VersionTarget target,
      StageOnePlan plan,
      TrainingOutcome<StageOneData, StageOneModel, StageOneFigures> outcome,
      Optional<BaselineComparison> baseline)
      throws IOException {
    StageOneData data = outcome.data();
    TrainedModel result = outcome.model().trained();
    StageOneSettings settings = outcome.model().settings();
    Evaluation evaluation = outcome.figures().evaluation();
    StringBuilder card = new StringBuilder();
    card.append("# ").append(target.name()).append(" version ").append(target.version());
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
    card.append(EvaluationReport.markdown(evaluation));
    card.append('\n').append(outcome.figures().obfuscated().markdown());
    baseline.ifPresent(
        known -> card.append('\n').append(BaselineTable.markdown(evaluation, known)));
    outcome
        .gate()
        .ifPresent(
            gate ->
                card.append('\n')
                    .append(gate.sentence("macro-F1"))
                    .append("\n\n")
                    .append(gate.errorLines()));
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
    return card.toString();
  }

  private static String chosen(StageOnePlan plan) {
    return plan.trials() == 1
        ? "Settings: the standard ones, chosen on the data of the shipped models."
        : "Settings: the best of %s by the log loss of cross-fitting; the first trial took the standard ones, chosen on the data of the shipped models."
            .formatted(plan.search().described());
  }
}
