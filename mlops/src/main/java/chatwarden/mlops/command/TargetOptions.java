package chatwarden.mlops.command;

import chatwarden.mlops.run.TrainingOutcome;
import chatwarden.mlops.run.VersionTarget;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name the version to write, and the report of what became of it. */
final class TargetOptions {
  /** The exit status of a version that is served. */
  static final String ACCEPTED =
      "0:The new version is among the models, or one with the same files was there already.";

  /** The exit status of a version that was put aside. */
  static final String REFUSED =
      "1:The new version is worse than the one before, beyond noise or by two points in an error"
          + " rate, and was put aside.";

  /** The exit status of a training that failed. */
  static final String FAILED = "2:The training failed.";

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
      names = "--numbered-after",
      paramLabel = "DIR",
      description =
          "The folder of models whose highest version the number follows, for a candidate that is"
              + " to join them; empty for the models that ship. An MLflow server gives a candidate"
              + " no alias. Default: --models.")
  private @Nullable Path numberedAfter;

  VersionTarget of(Path models, String standardName) throws IOException {
    String model = name == null ? standardName : name;
    Path numbered = numberedAfter == null ? models : DataOptions.orShipped(numberedAfter);
    return new VersionTarget(
        models,
        model,
        version == null ? VersionTarget.next(numbered, model).version() : version,
        numberedAfter != null);
  }

  /** Prints what became of a version, and returns the exit status. */
  static int reported(PrintWriter out, TrainingOutcome<?, ?, ?> outcome, String figure) {
    outcome
        .gate()
        .ifPresent(
            gate -> {
              out.println(gate.sentence(figure));
              out.println(gate.errorLines());
            });
    out.println(verdict(outcome) + outcome.directory());
    return outcome.accepted() ? 0 : 1;
  }

  private static String verdict(TrainingOutcome<?, ?, ?> outcome) {
    if (outcome.repeated()) {
      return "no new version, as the files are those of ";
    }
    return outcome.accepted() ? "wrote " : "put aside as worse: ";
  }
}
