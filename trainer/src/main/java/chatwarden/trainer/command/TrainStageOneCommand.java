package chatwarden.trainer.command;

import chatwarden.repository.ModelVersions;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.trainer.evaluation.EvaluationReport;
import chatwarden.trainer.stageone.BaselineTable;
import chatwarden.trainer.stageone.StageOneKind;
import chatwarden.trainer.stageone.StageOneLanguage;
import chatwarden.trainer.stageone.StageOneOutcome;
import chatwarden.trainer.stageone.StageOnePlan;
import chatwarden.trainer.stageone.StageOneRun;
import chatwarden.trainer.stageone.StageOneSettings;
import chatwarden.trainer.stageone.StageOneTeaching;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "stage1",
    description = {
      "Trains a classifier of CLEAN, OFFENSIVE and HATE from DIR/train.csv and DIR/dev.csv with the"
          + " columns text and label (or from vihsd/ or davidson/ in DIR).",
      "Nothing is fitted on dev.csv: it measures, and decides against the version before. Run"
          + " again, a run that was stopped goes on with its search."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:The new version is among the models.",
      "1:The new version is worse than the one before, beyond noise, and was put aside.",
      "2:The training failed."
    })
final class TrainStageOneCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--kind",
      paramLabel = "linear|subword",
      description =
          "Logistic regression over n-grams, or over averaged embeddings. Default: linear.")
  private StageOneKind kind = StageOneKind.LINEAR;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The model's name. Default: the language and the kind, such as vi-linear.")
  private @Nullable String name;

  @Option(
      names = "--version-number",
      paramLabel = "N",
      description = "The version to write. Default: the one after the highest.")
  private @Nullable String version;

  @Option(
      names = "--trials",
      paramLabel = "N",
      description = "How many settings the search tries; 1 takes the standard ones. Default: 1.")
  private int trials = 1;

  @Option(
      names = "--baseline",
      description =
          "Trains and scores the classic baseline too, for the report: hand-made features and a"
              + " vote of k nearest neighbours, a tree, a forest and AdaBoost, each with its own"
              + " search of --trials settings.")
  private boolean baseline;

  @Option(
      names = "--taught",
      paramLabel = "FILE",
      description =
          "Learns also from JSON Lines of texts and the probabilities that a better model gives"
              + " the classes, as models/training/encoder/teach.py writes them.")
  private @Nullable Path taught;

  @Option(
      names = "--taught-weight",
      paramLabel = "W",
      description = "How much such a text counts beside a labelled one. Default: 0.2.")
  private double taughtWeight = 0.2;

  @Option(
      names = "--apart",
      paramLabel = "FILE",
      description =
          "Leaves texts out of training that are in these JSON Lines: a cascade is calibrated on"
              + " them.")
  private @Nullable Path apart;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Where all randomness starts. Default: that of the shipped models.")
  private @Nullable Long seed;

  @Override
  public Integer call() throws IOException {
    StageOneLanguage language = StageOneLanguage.of(data.language());
    String model = name == null ? language.modelName(kind) : name;
    StageOneSettings standard = StageOneSettings.standard(language);
    PrintWriter out = java.util.Objects.requireNonNull(spec, "spec").commandLine().getOut();
    StageOneOutcome outcome;
    try (ProgressBar progress = ProgressBar.on(spec.commandLine().getErr())) {
      outcome = new StageOneRun(plan(language, model, standard), progress::accept).run();
    }
    out.println(EvaluationReport.markdown(outcome.evaluation()));
    out.println(outcome.obfuscated().markdown());
    outcome
        .baseline()
        .ifPresent(known -> out.println(BaselineTable.markdown(outcome.evaluation(), known)));
    outcome
        .gate()
        .ifPresent(
            gate ->
                out.printf(
                    "against version %s: %+.4f macro-F1, 95 %% interval %+.4f to %+.4f%n",
                    gate.version(),
                    gate.test().difference(),
                    gate.test().interval().low(),
                    gate.test().interval().high()));
    out.println((outcome.accepted() ? "wrote " : "put aside as worse: ") + outcome.directory());
    return outcome.accepted() ? 0 : 1;
  }

  private StageOnePlan plan(StageOneLanguage language, String model, StageOneSettings standard)
      throws IOException {
    Path models = data.models();
    if (trials < 1 || trials > 10_000) {
      throw InvalidInputException.of("--trials", trials + " (expected: 1 to 10000)");
    }
    if (Files.exists(models) && !Files.isDirectory(models)) {
      throw InvalidInputException.of("--models", models + " is not a folder");
    }
    try {
      return new StageOnePlan(
          language,
          kind,
          data.folder(),
          models,
          model,
          version == null ? ModelVersions.of(models, model).next() : version,
          seed == null ? standard : standard.withSeed(seed),
          new StageOneTeaching(
              Optional.ofNullable(taught), taughtWeight, Optional.ofNullable(apart)),
          trials,
          baseline);
    } catch (IllegalArgumentException e) {
      throw InvalidInputException.of("arguments", String.valueOf(e.getMessage()));
    }
  }
}
