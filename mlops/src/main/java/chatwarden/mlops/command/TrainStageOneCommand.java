package chatwarden.mlops.command;

import chatwarden.inference.loader.ClassifierLoaders;
import chatwarden.mlops.data.DataSet;
import chatwarden.mlops.evaluation.EvaluationReport;
import chatwarden.mlops.gate.ProbeFiles;
import chatwarden.mlops.run.TrainingOutcome;
import chatwarden.mlops.run.TrainingRun;
import chatwarden.mlops.stageone.BaselineTable;
import chatwarden.mlops.stageone.StageOneData;
import chatwarden.mlops.stageone.StageOneFigures;
import chatwarden.mlops.stageone.StageOneKind;
import chatwarden.mlops.stageone.StageOneModel;
import chatwarden.mlops.stageone.StageOnePlan;
import chatwarden.mlops.stageone.StageOneRecipe;
import chatwarden.mlops.stageone.StageOneSettings;
import chatwarden.mlops.stageone.StageOneTeaching;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
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
    exitCodeList = {TargetOptions.ACCEPTED, TargetOptions.REFUSED, TargetOptions.FAILED})
final class TrainStageOneCommand implements Callable<Integer> {
  private static final Path TERMS = Path.of("models", "training", "terms.yaml");

  @Spec private @Nullable CommandSpec spec;
  @Mixin private DataOptions data = new DataOptions();
  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private TrackingOptions tracking = new TrackingOptions();
  @Mixin private SearchOptions search = new SearchOptions();

  @Option(
      names = "--kind",
      paramLabel = "linear|subword",
      description =
          "Logistic regression over n-grams, or over averaged embeddings. Default: linear.")
  private StageOneKind kind = StageOneKind.LINEAR;

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

  /** Returns the file of harmless sentences. */
  static Path terms() {
    return DataOptions.home().resolve(TERMS);
  }

  @Override
  public Integer call() throws IOException {
    DataSet set = data.set(ClassifierLoaders.TASK);
    StageOneSettings standard = StageOneSettings.standard(set);
    StageOnePlan plan =
        new StageOnePlan(
            set,
            kind,
            data.folder(),
            seed == null ? standard : standard.withSeed(seed),
            new StageOneTeaching(
                Optional.ofNullable(taught), taughtWeight, Optional.ofNullable(apart)),
            search.plan(),
            baseline,
            ProbeFiles.read(terms(), data.folder(), set.language()));
    PrintWriter out = Objects.requireNonNull(spec, "spec").commandLine().getOut();
    try (ProgressBar progress = ProgressBar.on(spec.commandLine().getErr());
        TrackingOptions.Tracking tracked = tracking.start(progress::accept)) {
      StageOneRecipe recipe = new StageOneRecipe(plan, progress::accept);
      TrainingOutcome<StageOneData, StageOneModel, StageOneFigures> outcome =
          new TrainingRun<>(
                  target.of(data.models(), kind.modelName(set.language())),
                  recipe,
                  progress::accept,
                  tracked.context())
              .run();
      StageOneFigures figures = outcome.figures();
      out.println(EvaluationReport.markdown(figures.evaluation()));
      out.println(figures.obfuscated().markdown());
      recipe
          .beside(outcome)
          .ifPresent(known -> out.println(BaselineTable.markdown(figures.evaluation(), known)));
      return TargetOptions.reported(out, outcome, "macro-F1");
    }
  }
}
