package chatwarden.mlops.command;

import chatwarden.inference.loader.TaggerLoaders;
import chatwarden.mlops.data.DataSet;
import chatwarden.mlops.run.PythonStep;
import chatwarden.mlops.run.RunContext;
import chatwarden.mlops.run.TrainingOutcome;
import chatwarden.mlops.run.TrainingRun;
import chatwarden.mlops.run.VersionTarget;
import chatwarden.mlops.stagetwo.CrfRecipe;
import chatwarden.mlops.stagetwo.NetworkRecipe;
import chatwarden.mlops.stagetwo.SpanData;
import chatwarden.mlops.stagetwo.SpanFigures;
import chatwarden.mlops.stagetwo.StageTwoPlan;
import chatwarden.mlops.stagetwo.TaggerModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "stage2",
    description = {
      "Trains a span tagger from DIR/train.csv and DIR/dev.csv with the columns text and spans (or"
          + " from vihos/ or toxic-spans/ in DIR).",
      "Nothing is fitted on dev.csv: it measures, and decides against the version before. Run"
          + " again, a run of networks that was stopped goes on from its last epoch."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {TargetOptions.ACCEPTED, TargetOptions.REFUSED, TargetOptions.FAILED})
final class TrainStageTwoCommand implements Callable<Integer> {
  private static final Path OWN_PYTHON = Path.of(".chatwarden", "venv", "bin", "python");
  private static final Path SCRIPT = Path.of("models", "training", "train_network.py");

  @Spec private @Nullable CommandSpec spec;
  @Mixin private DataOptions data = new DataOptions();
  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private TrackingOptions tracking = new TrackingOptions();

  @Option(
      names = "--kind",
      paramLabel = "crf|network",
      description =
          "A CRF, or small networks beside a CRF and a judge of whole texts, fitted by Python."
              + " Default: crf.")
  private Kind kind = Kind.CRF;

  @Option(
      names = "--python",
      paramLabel = "FILE",
      description =
          "The Python that has the packages of models/training/requirements.txt, for --kind"
              + " network. Default: .chatwarden/venv/bin/python where it is there, else python3.")
  private @Nullable String python;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Where all randomness starts. Default: that of the shipped models.")
  private long seed = StageTwoPlan.DEFAULT_SEED;

  /** The kinds of taggers, each with the end of its models' names. */
  enum Kind {
    CRF("crf"),
    NETWORK("averaged");

    private final String name;

    Kind(String name) {
      this.name = name;
    }
  }

  @Override
  public Integer call() throws IOException {
    DataSet set = data.set(TaggerLoaders.TASK);
    StageTwoPlan plan = new StageTwoPlan(set, data.folder(), seed);
    VersionTarget version = target.of(data.models(), set.language() + "-" + kind.name);
    PrintWriter out = Objects.requireNonNull(spec, "spec").commandLine().getOut();
    try (ProgressBar progress = ProgressBar.on(spec.commandLine().getErr());
        TrackingOptions.Tracking tracked = tracking.start(progress::accept)) {
      TrainingOutcome<SpanData, TaggerModel, SpanFigures> outcome =
          run(version, plan, progress::accept, tracked.context());
      out.println(outcome.figures().markdown());
      return TargetOptions.reported(out, outcome, "F1 of all texts");
    }
  }

  private TrainingOutcome<SpanData, TaggerModel, SpanFigures> run(
      VersionTarget version, StageTwoPlan plan, Consumer<String> progress, RunContext context)
      throws IOException {
    return switch (kind) {
      case CRF ->
          new TrainingRun<>(version, new CrfRecipe(plan, progress), progress, context).run();
      case NETWORK ->
          new TrainingRun<>(version, new NetworkRecipe(plan, script(), progress), progress, context)
              .run();
    };
  }

  private PythonStep script() {
    Path home = DataOptions.home();
    Path own = home.resolve(OWN_PYTHON);
    String standard = Files.isExecutable(own) ? own.toString() : "python3";
    return new PythonStep(python == null ? standard : python, home.resolve(SCRIPT));
  }
}
