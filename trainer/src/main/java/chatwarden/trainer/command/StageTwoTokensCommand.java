package chatwarden.trainer.command;

import chatwarden.runtime.error.InvalidInputException;
import chatwarden.trainer.tagging.StageTwoPlan;
import chatwarden.trainer.tagging.TokenExport;
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
    name = "stage2-tokens",
    description =
        "Writes the tokens of vihos/ (vi) or toxic-spans/ (en) in DIR, and what a CRF that has not"
            + " seen them says of them, for models/training/train_network.py. Clean texts of"
            + " vihsd/, where it is at hand, teach the judge of whole texts too.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:The files are written.", "2:They could not be."})
final class StageTwoTokensCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The folder to write to; it is made.")
  private Path out = Path.of("");

  @Override
  public Integer call() throws IOException {
    PrintWriter lines = Objects.requireNonNull(spec, "spec").commandLine().getOut();
    Path folder = data.folder();
    StageTwoPlan plan =
        data.language().equals("vi")
            ? StageTwoPlan.vietnamese(folder, data.models())
            : StageTwoPlan.english(folder, data.models());
    for (Path file : plan.inputs()) {
      if (!Files.isReadable(file)) {
        throw InvalidInputException.of("--data", "cannot read the file " + file);
      }
    }
    try (ProgressBar progress = ProgressBar.on(spec.commandLine().getErr())) {
      new TokenExport(plan, progress::accept).write(out);
    }
    lines.println("wrote " + out);
    return 0;
  }
}
