package chatwarden.trainer.command;

import chatwarden.repository.ModelVersions;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.trainer.tagging.SpanSource;
import chatwarden.trainer.tagging.StageTwoPlan;
import chatwarden.trainer.tagging.StageTwoReport;
import chatwarden.trainer.tagging.StageTwoTraining;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "stage2",
    description =
        "Trains a span tagger from vihos/ (vi) or toxic-spans/ (en) in DIR: train.csv and dev.csv"
            + " with the columns text and spans. The new version serves at once: stage 2 has no"
            + " gate.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:The new version is among the models.", "2:The training failed."})
final class TrainStageTwoCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The model's name. Default: vi-crf or en-crf.")
  private @Nullable String name;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Where all randomness starts. Default: that of the shipped models.")
  private long seed = StageTwoPlan.DEFAULT_SEED;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = Objects.requireNonNull(spec, "spec").commandLine().getOut();
    StageTwoReport report;
    try (ProgressBar progress = ProgressBar.on(spec.commandLine().getErr())) {
      report = new StageTwoTraining(plan(), progress::accept).run();
    }
    out.println(report.summary());
    out.println("wrote " + report.directory());
    return 0;
  }

  private StageTwoPlan plan() throws IOException {
    Path folder = data.folder();
    boolean vietnamese = data.language().equals("vi");
    StageTwoPlan standard =
        vietnamese
            ? StageTwoPlan.vietnamese(folder, data.models())
            : StageTwoPlan.english(folder, data.models());
    for (Path file : standard.inputs()) {
      if (!Files.isReadable(file)) {
        throw InvalidInputException.of("--data", "cannot read the file " + file);
      }
    }
    String model = name == null ? standard.name() : name;
    SpanSource source = standard.source();
    try {
      return new StageTwoPlan(
          model,
          ModelVersions.of(data.models(), model).next(),
          source,
          folder,
          data.models(),
          seed,
          standard.minCount(),
          standard.l2());
    } catch (IllegalArgumentException e) {
      throw InvalidInputException.of("--name", String.valueOf(e.getMessage()));
    }
  }
}
